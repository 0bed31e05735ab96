door-safe-title = هل أنت في أمان الآن؟
door-emergency = إذا كنت في خطر الآن فاتصل برقم الطوارئ في بلدك. القائمون على هذه الصفحة لم يُدخلوا الرقم هنا بعد.
door-safe-words = لست مضطراً إلى ذكر اسمك. يمكنك مغادرة هذه الصفحة في أي وقت.
door-safe-yes = نعم، أنا في أمان
door-safe-no = لا، لست في أمان
door-safe-unsure = لست متأكداً
door-not-safe = سلامتك أولاً. إن استطعت فاذهب إلى حيث يوجد أناس آخرون، واتصل برقم الطوارئ. ويمكنك أن تخبرنا هنا أيضاً.
door-thread-link = لدي إيصال وأريد رؤية الردود
door-statistics-link = الإحصاءات
door-who-title = من يخبرنا؟
door-who-child = أنا طفل أو فتى أو فتاة
door-who-adult = أنا بالغ والأمر يخص طفلاً
door-who-professional = أبلّغ في إطار عملي
door-who-survivor = حدث ذلك عندما كنت طفلاً
door-who-words = الخيارات الأربعة تصل إلى الأشخاص أنفسهم. تختلف كلمات الصفحة التالية فقط.
door-tell-title = أخبرنا بما تريد
door-lead-child = الذنب ليس ذنبك. اكتب قليلاً أو كثيراً، بكلماتك أنت.
door-lead-adult-for-child = شكراً لاهتمامك بطفل. اكتب ما رأيته أو سمعته، وأين الطفل إن كنت تعرف.
door-lead-professional = اكتب ما تعرفه وكيف عرفته، وهل الطفل في خطر الآن.
door-lead-adult-survivor = لم يفت الأوان أبداً، ولم يكن الذنب ذنبك. اكتب ما تريد أن يُعرف.
door-reads-title = من يقرأ هذا، وماذا يحدث بعد ذلك
door-reads-words = يقرؤه شخص من خط المساعدة. يُحفظ مقفلاً: لا يفتحه أحد دون سبب، وكل اطلاع يُسجَّل. نحن لا نخبر والديك أو مدرستك من تلقاء أنفسنا.
door-limits-words = هناك حدّ واحد: إذا كانت حياة أحد في خطر فعلينا أن نتحرك لحمايته.
door-text = ماذا تريد أن تقول؟
door-text-hint = تكفي جملة واحدة. يمكنك أن تضيف لاحقاً.
door-age-own = كم عمرك؟
door-age = كم عمر الطفل؟
door-age-under-10 = أقل من 10
door-age-10-12 = من 10 إلى 12
door-age-13-15 = من 13 إلى 15
door-age-16-17 = 16 أو 17
door-age-adult = 18 أو أكثر الآن
door-pictures = صور
door-pictures-hint = لا ترسل أبداً صوراً للاعتداء، ولا حتى كدليل. صورة شاشة للرسائل مقبولة. حتى 5 صور (JPEG أو PNG أو WebP أو GIF)، كل منها 10 ميغابايت. لن ينظر إليها أحد هنا؛ تُحفظ مقفلة.
door-pictures-again = إذا كنت قد اخترت صوراً فاخترها مرة أخرى من فضلك: المتصفح لا يحتفظ بها.
door-contact = هل هناك طريقة آمنة للوصول إليك؟
door-contact-hint = فقط إن أردت. قل متى يكون ذلك آمناً، وماذا نقول إذا أجاب شخص آخر.
door-send = إرسال
door-filed-title = شكراً لك. وصلنا بلاغك.
door-filed-words = حُفظ البلاغ قبل أن ترى هذه الصفحة. لقد فعلت الصواب.
door-receipt-title = إيصالك
door-receipt-words = بهذه الكلمات يمكنك أن ترى ردّنا. اكتبها في مكان آمن بهذا الترتيب. وهي لا تُظهر ما أخبرتنا به.
door-receipt-digits = أو بالأرقام:
door-next-title = ماذا يحدث بعد ذلك
door-next-who = يقرأ شخص من خط المساعدة ما كتبته.
door-next-when = ستجد هنا أول رد خلال 3 أيام؛ وخلال ساعة إذا كان أحد في خطر.
door-next-not = لا نستطيع أن نعد بالنتيجة. لكننا نعد بأنك ستحصل على جواب.
door-kept = حفظته
door-not-kept = لا أستطيع حفظه بأمان
door-kept-title = جيد. احفظه حيث لا يجده غيرك.
door-kept-words = عد متى شئت وافتح صفحة «لدي إيصال».
door-not-kept-title = لا بأس.
door-not-kept-words = يبقى بلاغك عندنا ويعمل عليه أشخاص، بالإيصال أو بدونه.
door-not-kept-other = إذا أردت التحدث مع أحد لاحقاً فيمكنك أن تكتب إلينا من جديد في أي وقت. لن يضرك ذلك.
door-help-words = لست مضطراً إلى حمل هذا وحدك. يمكن لخط مساعدة الأطفال أن يتحدث معك أياً كان مصير بلاغك.
door-exit-words = عند المغادرة تذكّر أن متصفحك قد يحتفظ بقائمة الصفحات التي زرتها.
door-thread-title = رؤية ردّنا
door-thread-words = اكتب كلمات إيصالك أو أرقامه. لا تهم المسافات ولا الحركات.
door-receipt = إيصالك
door-receipt-hint = تسع كلمات أو 28 رقماً
door-open = فتح
door-lost-words = هل فقدته؟ العمل على بلاغك مستمر. يمكنك أن تكتب إلينا من جديد.
door-replies-title = الردود
door-replies-none = لا يوجد رد بعد. سيكتب لك شخص هنا.
door-state-new = بلاغك ينتظر من يقرؤه.
door-state-taken-up = هناك شخص يهتم ببلاغك.
door-state-referred = فريق آخر يهتم ببلاغك الآن.
door-state-not-pursued = لم نتمكن من المتابعة في هذا البلاغ. يذكر الرد السبب وأين يمكنك أن تتوجه.
door-state-closed = أُغلق هذا البلاغ. يمكنك أن تكتب هنا مع ذلك.
door-notice-release-ahead = شخص سألت عنه سيغادر الحجز. إذا كان هذا يقلقك فاكتب هنا أو اتصل بنا.
door-notice-released = شخص سألت عنه غادر الحجز. إذا كان هذا يقلقك فاكتب هنا أو اتصل بنا.
door-notice-referred = فريق آخر يهتم بالأمر الآن، ويجيب هنا أيضاً.
door-further = هل تريد أن تضيف شيئاً؟
door-further-hint = يصل إلى الأشخاص أنفسهم.
door-further-send = إرسال
door-further-sent = وصلتنا رسالتك.
door-text-empty = لا يوجد نص بعد
door-text-some = اكتب بضع كلمات؛ تكفي جملة واحدة
door-text-long = النص طويل جداً
door-text-limit = 20,000 حرف على الأكثر؛ يمكنك إرسال المزيد بعد ذلك
door-text-encoding = في النص حروف لا يمكن قراءتها
door-text-utf8 = اكتبه من جديد أو ألصقه كنص عادي
door-text-receipt = يبدو هذا إيصالاً
door-text-receipt-right = افتح صفحة «لدي إيصال» لرؤية الردود، واكتب رسالتك هنا
door-broken-off = انقطع ما أرسلته في الطريق
door-send-again = أرسله مرة أخرى؛ ما زال النص هنا
door-picture-large = إحدى الصور أكبر من 10 ميغابايت
door-picture-many = هناك أكثر من 5 صور
door-picture-limit = حتى 5 صور، كل منها 10 ميغابايت و50 ميغابكسل على الأكثر
door-picture-pixels = في إحدى الصور عدد كبير جداً من البكسلات
door-picture-unknown = أحد الملفات ليس صورة يمكننا أخذها
door-picture-mislabelled = أحد الملفات ليس كما يقول اسمه
door-picture-kinds = JPEG أو PNG أو WebP أو GIF
door-picture-truncated = إحدى الصور ناقصة
door-picture-broken = إحدى الصور تالفة
door-picture-whole = اختر الملف مرة أخرى أو أرسل بدونه
door-try-again = لم نتمكن من الحفظ الآن
door-nothing-lost = أرسله مرة أخرى بعد دقيقة من فضلك؛ ما كتبته ما زال هنا
receipt-right = تسع كلمات أو 28 رقماً كما في إيصالك
receipt-empty = لا يوجد إيصال بعد
receipt-too-long = هذا أطول من إيصال
receipt-word-count = { $found ->
    [zero] لا توجد كلمات
    [one] هناك كلمة واحدة
    [two] هناك كلمتان
    [few] هناك { $found } كلمات
    [many] هناك { $found } كلمة
   *[other] هناك { $found } كلمة
}
receipt-digit-count = { $found ->
    [zero] لا توجد أرقام
    [one] هناك رقم واحد
    [two] هناك رقمان
    [few] هناك { $found } أرقام
    [many] هناك { $found } رقماً
   *[other] هناك { $found } رقم
}
receipt-unknown-word = الكلمة رقم { $position } ليست من كلماتنا
receipt-near-word = الكلمة رقم { $position } ليست من كلماتنا. هل تقصد: { $near }؟
receipt-checksum = كلمة أو رقم مكتوب خطأً، أو اثنان مبدّلان
receipt-nobody = لا يوجد بلاغ بهذا الإيصال

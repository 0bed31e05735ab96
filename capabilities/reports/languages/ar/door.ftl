door-safe-title = هل أنت في أمان الآن؟
door-emergency = إذا كنت في خطر الآن فاتصل برقم الطوارئ في بلدك.
door-emergency-number = إذا كنت في خطر الآن فاتصل برقم الطوارئ هذا: { $number }
door-helpline = خط مساعدة للأطفال يتحدث معك: { $number }
door-safe-words = لا حاجة إلى ذكر اسمك. يمكنك مغادرة هذه الصفحة في أي وقت.
door-safe-yes = نعم، أنا في أمان
door-safe-no = لا، لست في أمان
door-safe-unsure = لا أعرف بالتأكيد
door-not-safe = سلامتك أولاً. إن استطعت فاذهب إلى حيث يوجد أناس آخرون. ويمكنك أن تخبرنا هنا أيضاً.
door-thread-link = لدي إيصال وأريد رؤية الردود
door-statistics-link = الإحصاءات
door-worry-link = يقلقني ما قد أفعله
door-who-title = من يخبرنا؟
door-who-under-10 = عمري أقل من 10 سنوات
door-who-10-12 = عمري 10 أو 11 أو 12 سنة
door-who-13-15 = عمري 13 أو 14 أو 15 سنة
door-who-16-17 = عمري 16 أو 17 سنة
door-who-child = عمري أقل من 18 سنة ولا أريد أن أقول أكثر
door-who-adult = أنا شخص بالغ والأمر يخص طفلاً
door-who-professional = أبلّغ في إطار عملي
door-who-survivor = حدث ذلك في طفولتي
door-who-words = كل هذه الخيارات تصل إلى الأشخاص أنفسهم. تختلف كلمات الصفحات التالية فقط.

# Texts whose key ends in -young are for children under 13, those in -teen for older ones. All others are for everybody.
door-what-title = ما الموضوع؟
door-what-title-young = ماذا يحدث؟
door-what-words = اختر أقرب جواب. ويمكنك أيضاً أن تترك هذا السؤال.
door-what-threatens-to-share = شخص يهدد بنشر صور أو مقاطع فيديو
door-what-threatens-to-share-young = شخص يقول إنه سيعرض صوري على الناس
door-what-threatens-to-share-teen = شخص يهدد بنشر صور أو مقاطع فيديو لي
door-what-asks-for-pictures = شخص يطلب من طفل صوراً أو مقاطع فيديو
door-what-asks-for-pictures-young = شخص يريد صوراً لجسمي
door-what-asks-for-pictures-teen = شخص يطلب مني صوراً أو مقاطع فيديو
door-what-wants-to-meet = شخص من الإنترنت يريد أن يقابل طفلاً
door-what-wants-to-meet-young = شخص من الإنترنت يريد أن يقابلني
door-what-wants-to-meet-teen = شخص من الإنترنت يريد أن يقابلني
door-what-bodily-contact = شخص يلمس طفلاً أو يجعله يفعل أشياء
door-what-bodily-contact-young = شخص يلمسني أو يجعلني أفعل أشياء لا أحبها
door-what-bodily-contact-teen = شخص يلمسني أو يجعلني أفعل أشياء لا أريدها
door-what-gives-for-it = شخص يعطي مالاً أو أشياء مقابل ذلك
door-what-gives-for-it-young = شخص يعطيني مالاً أو أشياء من أجل ذلك
door-what-gives-for-it-teen = شخص يعطيني مالاً أو أشياء مقابل ذلك
door-what-pictures-spread = أشخاص يتناقلون صوراً أو مقاطع فيديو لطفل
door-what-pictures-spread-young = أشخاص يرسلون صوري إلى غيرهم
door-what-pictures-spread-teen = أشخاص يتناقلون صوراً أو مقاطع فيديو لي
door-what-something-else = شيء آخر
door-what-skip = لا أريد أن أختار

door-tonight-title = ما يمكنك فعله الليلة
door-tonight-blame = الذنب ليس ذنبك. حدث هذا لكثيرين غيرك، وحصلوا على المساعدة.
door-tonight-pay = لا تدفع. ولا ترسل أي شيء آخر. فهذا لا يجعلهم يتوقفون.
door-tonight-keep = احتفظ برسائلهم. خذ صورة شاشة للتهديدات ولاسمهم، وليس للصور أبداً.
door-tonight-block = بعد ذلك احظرهم وأبلغ عنهم في التطبيق.
door-tonight-talk = أخبر شخصاً تثق به. لا داعي لأن تبقى وحدك مع هذا الليلة.
door-tonight-send = اكتب إلينا أدناه. تكفي جملة واحدة، ونضعها في المقدمة.
door-tell-title = أخبرنا بما تريد
door-lead-child = الذنب ليس ذنبك. اكتب قليلاً أو كثيراً، بكلماتك أنت.
door-lead-child-young = الذنب ليس ذنبك. هذه شجاعة منك. أخبرنا بكلماتك أنت. تكفي بضع كلمات.
door-lead-adult-for-child = شكراً لاهتمامك بطفل. اكتب ما رأيته أو سمعته، وأين الطفل إن كنت تعرف.
door-lead-professional = اكتب ما تعرفه وكيف عرفته، وهل الطفل في خطر الآن.
door-lead-adult-survivor = لم يفت الأوان أبداً، ولم يكن الذنب ذنبك. اكتب ما تريد أن يُعرف.
door-reads-title = من يقرأ هذا، وماذا يحدث بعد ذلك
door-reads-words = يقرؤه شخص من خط المساعدة. يُحفظ مقفلاً: لا يفتحه أحد دون سبب، وكل اطلاع يُسجَّل. نحن لا نخبر والديك أو مدرستك من تلقاء أنفسنا.
door-reads-words-young = يقرؤه شخص هنا. ثم يُحفظ مقفلاً. لا يُسمح بقراءته إلا لمن يساعدك. نحن لا نخبر والديك ولا مدرستك من تلقاء أنفسنا.
door-limits-words = هناك حدّ واحد: إذا كانت حياة أحد في خطر فعلينا أن نتحرك لحمايته.
door-limits-words-young = إذا كان من الممكن أن يتأذى أحد كثيراً فعلينا أن نطلب مساعدة لحمايته.
door-text = ماذا تريد أن تقول؟
door-text-hint = تكفي جملة واحدة. يمكنك أن تضيف لاحقاً.
door-text-hint-young = تكفي جملة واحدة. الأخطاء لا تهم. يمكنك أن تكتب المزيد لاحقاً.
door-where = في أي تطبيق أو موقع يحدث ذلك، وما الاسم الذي يستعملونه هناك؟
door-where-hint = بهذا يمكننا أن نطلب من الشركة أن تحفظ الدليل وتوقف الحساب.
door-about = عمّن تخبرنا؟
door-about-young = من يفعل ذلك؟
door-about-hint = يمكنك أن تختار أكثر من جواب، أو ألا تختار شيئاً.
door-about-at-home = شخص من العائلة أو في البيت
door-about-at-home-young = شخص من عائلتي أو في البيت
door-about-at-home-teen = شخص من عائلتي أو في البيت
door-about-known = شخص آخر يعرفه الطفل
door-about-known-young = شخص آخر أعرفه
door-about-known-teen = شخص آخر أعرفه
door-about-online-only = شخص لا يعرفه الطفل إلا من الإنترنت
door-about-online-only-young = شخص أعرفه من الإنترنت فقط
door-about-online-only-teen = شخص أعرفه من الإنترنت فقط
door-about-stranger = شخص لا يعرفه الطفل
door-about-stranger-young = شخص لا أعرفه
door-about-stranger-teen = شخص لا أعرفه
door-about-police = شخص من الشرطة
door-about-court = شخص من محكمة أو من النيابة العامة
door-about-court-young = قاضٍ، أو شخص آخر في محكمة
door-about-school = شخص من مدرسة أو نادٍ أو دار لرعاية الأطفال
door-about-school-young = شخص من مدرستي أو من النادي أو من دار لرعاية الأطفال
door-about-service = شخص يعمل في هذه الخدمة
door-about-oversight = شخص من الجهة التي تراقب الشرطة والمحاكم وهذه الخدمة
door-about-oversight-young = شخص عمله أن يراقب الشرطة وهذه الخدمة
door-about-perhaps-official = ربما شخص من الشرطة أو من محكمة أو مدرسة أو من هذه الخدمة: لا أعرف بالتأكيد
door-about-words = إذا كان الأمر عن الشرطة أو محكمة أو مدرسة أو هذه الخدمة، فاختر ذلك في الأسفل. عندئذ لا يقرؤونه هم، ويهتم به آخرون.
door-not-for = هل هناك شخص بالغ يجب ألا يرى هذا؟
door-not-for-hint = اكتب اسمه، أو من هو. إذا كان يعمل هنا شخص بهذا الاسم فإننا نبعده عن هذا.
door-age = كم عمر الطفل؟
door-age-under-10 = أقل من 10
door-age-10-12 = من 10 إلى 12
door-age-13-15 = من 13 إلى 15
door-age-16-17 = 16 أو 17
door-age-adult = 18 أو أكثر الآن
door-pictures = صور
door-pictures-hint = لا ترسل أبداً صوراً للاعتداء، ولا حتى كدليل. صورة شاشة للرسائل مقبولة. حتى 5 صور (JPEG أو PNG أو WebP أو GIF)، كل منها 10 ميغابايت. لن ينظر إليها أحد هنا؛ تُحفظ مقفلة. ويمكن لبرنامج أن يقرأ كلمات صورة الشاشة.
door-pictures-again = إذا كنت قد اخترت صوراً فاخترها مرة أخرى من فضلك: المتصفح لا يحتفظ بها.
door-voice-link = هل تفضّل أن تتكلم؟ سجّل صوتك.
door-voice = رسالة صوتية
door-voice-hint = يستمع إليها شخص هنا. من يعرفك قد يعرف صوتك. ملف صوتي واحد، حتى 10 ميغابايت.
door-voice-record = تسجيل صوتي
door-voice-stop = إيقاف
door-voice-delete = حذفها
door-voice-listen = رسالتك الصوتية
door-voice-recording = التسجيل جارٍ. يتوقف بعد 5 دقائق.
door-voice-ready = الرسالة جاهزة. يمكنك أن تسمعها أو تسجلها من جديد أو تحذفها. تصل إلينا حين تضغط «إرسال».
door-voice-deleted = حُذفت.
door-voice-refused = لم نستطع استعمال الميكروفون. يمكنك أن تكتب، أو تختار ملفاً صوتياً.
door-voice-again = هل كانت لديك رسالة صوتية؟ سجّلها مرة أخرى أيضاً من فضلك.
door-reach = كيف تريد أن نتواصل معك؟
door-reach-receipt = هنا فقط، بإيصالي
door-reach-call = اتصلوا بي من فضلكم
door-reach-write = اكتبوا إليّ من فضلكم
door-reach-trusted = عن طريق شخص بالغ أثق به
door-contact = أين يمكننا الوصول إليك؟
door-contact-hint = فقط إن أردت. رقم أو عنوان، أو اسم شخص بالغ تثق به ورقمه.
door-contact-hint-young = فقط إن أردت. رقم هاتف، أو اسم شخص كبير تثق به ورقمه.
door-contact-hours = متى يكون ذلك آمناً؟
door-contact-hours-hint = مثلاً: في أيام المدرسة من الساعة 4 إلى الساعة 5.
door-contact-other = ماذا نقول إذا أجاب شخص آخر؟
door-contact-other-hint = مثلاً: إننا نتصل بشأن كتاب من المكتبة.
door-send = إرسال
door-filed-title = شكراً لك. وصلنا بلاغك.
door-filed-words = حُفظ البلاغ قبل أن ترى هذه الصفحة. لقد فعلت الصواب.
door-used-title = سبق إرسال هذا البلاغ
door-used-words = البلاغ عندنا وهو محفوظ بأمان. لا حاجة إلى إرساله مرة أخرى. وهذا إيصاله من جديد.
door-used-add-title = هل غيّرت شيئاً أو أضفت شيئاً؟
door-used-add-words = ما أرسلته أولاً هو الذي عندنا. وتجد أدناه النص كما كتبته الآن. إن كان فيه جديد فأرسله هنا: يصل إلى الأشخاص أنفسهم. لا يمكن إضافة صور هنا.
door-used-whole-words = هل تغيّر شيء آخر؟ مثلاً كيف نصل إليك، أو في أي تطبيق حدث ذلك. إذن عُد إلى الاستمارة. ما كتبته وما اخترته موجود فيها. اختر الصور مرة أخرى. أرسلها بلاغاً جديداً. ويبقى الأول كما كان.
door-used-whole = العودة إلى الاستمارة
door-used-anew = أخبرنا بأمر آخر
door-used-api = جاء هذا المعرّف من قبل بمحتوى آخر.
door-used-api-right = أرسل المحتوى نفسه مرة أخرى، أو اختر معرّفاً عشوائياً جديداً لأمر جديد.
door-receipt-title = إيصالك
door-receipt-words = بهذه الكلمات يمكنك أن ترى ردّنا. اكتبها في مكان آمن بهذا الترتيب. وهي لا تُظهر ما أخبرتنا به.
door-receipt-digits = أو بالأرقام:
door-card-button = إعداد بطاقة صغيرة للطباعة
door-card-about = اطبع هذه الصفحة وقُصّ البطاقة. تبدو كأنها كلمات للتعلّم. ترتيب الكلمات مهم.
door-card-title = كلمات للتدريب
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
door-not-kept-other = يمكنك أن تكتب إلينا من جديد في أي وقت. لن يضرك ذلك.
door-help-words = لا داعي لحمل هذا وحدك. يمكن لخط مساعدة الأطفال أن يتحدث معك أياً كان مصير بلاغك.
door-exit-words = عند المغادرة تذكّر أن متصفحك قد يحتفظ بقائمة الصفحات التي زرتها.
door-thread-title = رؤية ردّنا
door-thread-words = اكتب كلمات إيصالك أو أرقامه. لا تهم المسافات ولا الحركات.
door-receipt = إيصالك
door-receipt-hint = تسع كلمات أو 28 رقماً
door-open = فتح
door-lost-words = هل فقدته؟ العمل على بلاغك مستمر. يمكنك أن تكتب إلينا من جديد.
door-replies-title = الردود
door-replies-none = لا يوجد رد بعد. سيكتب لك شخص هنا.
door-older = ردود أقدم
door-newer = ردود أحدث
door-state-new = بلاغك ينتظر من يقرؤه.
door-state-taken-up = هناك شخص يهتم ببلاغك.
door-state-referred = فريق آخر يهتم ببلاغك الآن.
door-state-not-pursued = لم نتمكن من المتابعة في هذا البلاغ.
door-state-closed = تجري متابعة بلاغك كقضية. يمكنك أن تكتب هنا مع ذلك.
door-state-folded = هذا جزء من بلاغ آخر نعمل عليه.
door-answer-by = على شخص من الفريق أن يجيبك في موعد أقصاه { $when }.
door-why-no-child-concerned = كما فهمنا البلاغ، فهو لا يخص طفلاً.
door-why-no-offence-seen = لم نرَ فيه ما يدل على جريمة أو على طفل في خطر.
door-why-too-little-to-act = لم يكن فيه ما يكفي لنتحرك.
door-why-duplicate = وصلنا البلاغ نفسه من قبل، ونحن نتابع ذاك.
door-why-outside-remit = جهة أخرى هي المسؤولة عن هذا الأمر، وقد أخبرناها.
door-why-content-gone = ما يتحدث عنه البلاغ لم يعد موجوداً عندما بحثنا عنه، ولم يترك أثراً.
door-why-not-a-report = بدا لنا تجربةً أو إعلاناً.
door-why-other = تجد السبب في الرد أدناه.
door-why-not-last = قد لا تكون هذه هي الكلمة الأخيرة. إن أسأنا فهم شيء أو كنت تعرف المزيد فاكتبه هنا وسيقرؤه شخص.
door-elsewhere = يمكنك أيضاً أن تتوجه إلى غيرنا: شخص بالغ تثق به، أو معلّم، أو طبيب، أو الشرطة، أو خط مساعدة للأطفال.
door-notice-release-ahead = شخص سألت عنه سيغادر الحجز. إذا كان هذا يقلقك فاكتب هنا أو اتصل بنا.
door-notice-released = شخص سألت عنه غادر الحجز. إذا كان هذا يقلقك فاكتب هنا أو اتصل بنا.
door-notice-referred = فريق آخر يهتم بالأمر الآن، ويجيب هنا أيضاً.
door-further = هل تريد أن تضيف شيئاً؟
door-message = رسالتك
door-further-hint = يصل إلى الأشخاص أنفسهم.
door-further-send = إرسال
door-further-sent = وصلتنا رسالتك.
door-further-used = سبق إرسال رسالة من هذه الصفحة.
door-further-used-right = إن كان ما كتبته أدناه جديداً فأرسله الآن.
door-live-why = هل تريد أن تكتب مع شخص الآن؟ ترى كل جواب فوراً.
door-live-open = أكتب مع شخص الآن
door-live-title = اكتب معنا
door-live-text = رسالتك
door-live-hint = ما ترسله محفوظ. ترى الأجوبة في الأسفل.
door-live-leave = العودة إلى الردود
door-live-talk = ما قيل
door-live-team = فريقنا
door-live-here = شخص من الفريق هنا الآن.
door-live-nobody = لا أحد هنا في هذه اللحظة.
door-live-kept = اكتب إن أردت. نحفظه وسيقرؤه شخص.
door-live-again = متابعة
door-live-end-time = كانت هذه الصفحة مفتوحة 20 دقيقة. تتوقف هنا. يمكنك أن تتابع.
door-live-end-away = انقطع الاتصال الآن. كل ما أرسلته محفوظ. حاول مرة أخرى بعد دقيقة من فضلك.
door-live-end-elsewhere = لديك صفحة أحدث مفتوحة. هذه تتوقف هنا.
door-live-end-closed = هذه الصفحة تتوقف هنا. افتح الردود مرة أخرى من فضلك.
door-live-full = كثيرون جداً يكتبون معنا الآن.
door-live-full-right = يمكنك أن تكتب هنا. نحفظه وسيقرؤه شخص.
door-text-empty = لا يوجد شيء هنا بعد.
door-text-some = اكتب بضع كلمات، أو اختر عمّن تتحدث، أو أضف صورة.
door-text-long = النص طويل جداً.
door-text-limit = أرسل الآن 20,000 حرف على الأكثر؛ ويمكنك إرسال المزيد بعد ذلك.
door-short-long = هذا طويل جداً.
door-short-limit = اكتب هنا 2,000 حرف على الأكثر.
door-choice-unknown = أحد الأجوبة ليس من الأجوبة الموجودة في الصفحة.
door-choice-offered = اختر أحد الأجوبة الموجودة في الصفحة، أو لا تختر شيئاً.
door-text-encoding = في النص حروف لا يمكن قراءتها.
door-text-utf8 = اكتبه من جديد أو ألصقه كنص عادي.
door-text-receipt = يبدو هذا إيصالاً.
door-text-receipt-right = لرؤية الردود افتح صفحة «لدي إيصال». واكتب رسالتك هنا.
door-broken-off = انقطع ما أرسلته في الطريق.
door-send-again = أرسله مرة أخرى؛ ما وصل منه ما زال هنا.
door-too-large = ما أرسلته كبير جداً.
door-many-parts = فيما أرسلته أجزاء كثيرة جداً، أو أخطاء كثيرة جداً.
door-picture-large = إحدى الصور أكبر من 10 ميغابايت.
door-picture-many = هناك أكثر من 5 صور.
door-picture-limit = اختر 5 صور على الأكثر، كل منها 10 ميغابايت و50 ميغابكسل على الأكثر.
door-picture-busy = هناك الآن كثيرون يرسلون صوراً.
door-picture-later = أرسل البلاغ مع الصور بعد دقيقة، أو الآن بدونها.
door-picture-slow = إحدى الصور مبنية بحيث تستغرق قراءتها وقتاً طويلاً جداً.
door-picture-screenshot = احفظها من جديد ببرنامج آخر، أو أرسل بدونها.
door-picture-pixels = في إحدى الصور عدد كبير جداً من البكسلات.
door-picture-unknown = أحد الملفات ليس صورة يمكننا أخذها.
door-picture-mislabelled = أحد الملفات ليس كما يقول اسمه.
door-picture-kinds = اختر صوراً من الأنواع JPEG أو PNG أو WebP أو GIF.
door-picture-truncated = إحدى الصور ناقصة.
door-picture-broken = إحدى الصور تالفة.
door-picture-whole = اختر الملف مرة أخرى أو أرسل بدونه.
door-sound-many = هناك أكثر من رسالة صوتية واحدة.
door-sound-limit = أرسل رسالة صوتية واحدة لا تزيد على 10 ميغابايت.
door-sound-busy = كثيرون يرسلون ملفات في هذه اللحظة.
door-sound-later = أرسلها بعد دقيقة مع الرسالة الصوتية، أو الآن من دونها.
door-sound-large = الرسالة الصوتية أكبر من 10 ميغابايت.
door-sound-unknown = أحد الملفات ليس صوتاً يمكننا أخذه.
door-sound-film = أحد الملفات فيلم وليس صوتاً.
door-sound-kinds = اختر ملفاً صوتياً من الأنواع WebM أو Ogg أو MP4 أو WAV أو MP3، أو أرسل من دونه.
door-busy = كثيرون جداً يكتبون في هذه اللحظة.
door-busy-right = ما كتبته ما زال هنا. أرسله مرة أخرى بعد { $seconds ->
    [zero] ثانية
    [one] ثانية
    [two] ثانيتين
    [few] { $seconds } ثوانٍ
    [many] { $seconds } ثانية
   *[other] { $seconds } ثانية
} من فضلك؛ مكانك محفوظ.
door-try-again = لم نتمكن من الحفظ الآن.
door-nothing-lost = أرسله مرة أخرى بعد دقيقة من فضلك؛ ما كتبته ما زال هنا.
door-not-taken = لم يُقبل هذا.
door-not-taken-right = راجع ما كتبته من فضلك وأرسله مرة أخرى؛ ما زال هنا.
door-thread-away = لا نستطيع فتح الردود الآن.
door-thread-away-right = حاول مرة أخرى بعد دقيقة من فضلك؛ ما كتبته ما زال هنا.
door-id-wrong = هذا ليس 32 بايتاً عشوائياً.
door-id-right = أرسل 64 رقماً ست عشرياً من مولّد أرقام عشوائية، أو لا ترسل معرّفاً.
receipt-right = اكتب الكلمات التسع أو الأرقام الثمانية والعشرين كما هي في إيصالك.
receipt-empty = لا يوجد إيصال بعد.
receipt-too-long = هذا أطول من إيصال.
receipt-word-count = { $found ->
    [zero] لا توجد كلمات.
    [one] هناك كلمة واحدة.
    [two] هناك كلمتان.
    [few] هناك { $found } كلمات.
    [many] هناك { $found } كلمة.
   *[other] هناك { $found } كلمة.
}
receipt-digit-count = { $found ->
    [zero] لا توجد أرقام.
    [one] هناك رقم واحد.
    [two] هناك رقمان.
    [few] هناك { $found } أرقام.
    [many] هناك { $found } رقماً.
   *[other] هناك { $found } رقم.
}
receipt-unknown-word = الكلمة رقم { $position } ليست من كلماتنا.
receipt-near-word = الكلمة رقم { $position } ليست من كلماتنا. هل تقصد: { $near }؟
receipt-checksum = كلمة أو رقم مكتوب خطأً، أو اثنان مبدّلان.
receipt-nobody = لا يوجد بلاغ بهذا الإيصال.

# By telephone: text messages, menus of at most 182 characters, and calls that are read out. What is sent costs money: short words.
phone-received = وصلتنا رسالتك. سيقرؤها شخص منا. ليس الذنب ذنبك.
phone-code = رمزك { $code }. لتضيف شيئاً ابدأ به. لترى ردّنا أرسل { $code } ؟
phone-delete = هل ينظر غيرك في هذا الهاتف؟ احذف هذه الرسائل. نحن لا نكتب أولاً أبداً.
phone-added = وصلنا هذا أيضاً. لترى ردّنا أرسل { $code } ؟
phone-none-yet = لا ردّ بعد. اسأل لاحقاً. رمزك { $code }.
phone-more = المزيد: { $code } ؟{ $n }
phone-unknown-code = لا نعرف بلاغاً بالرمز { $code } من هذا الهاتف.
phone-unknown-anywhere = لا نعرف بلاغاً بالرمز { $code }.
phone-receipt = يبدو هذا إيصالاً من صفحتنا. لم نحتفظ به. استعمله في تلك الصفحة، واحذف هذه الرسالة.
phone-empty = اكتب لنا بكلماتك. كلمة واحدة تكفي.
phone-erased = لم يعد هذا الردّ محفوظاً.
phone-safe-yes = نعم
phone-safe-no = لا
phone-safe-unsure = لا أدري
phone-read = أرى ردّكم
phone-about-threatens-to-share = تهديد بنشر صور
phone-about-asks-for-pictures = يطلب صوراً
phone-about-wants-to-meet = يريد اللقاء
phone-about-bodily-contact = لمس أو إكراه
phone-about-gives-for-it = مال أو هدايا
phone-about-pictures-spread = نشر صور
phone-about-something-else = شيء آخر
phone-skip = تخطّي
phone-alarm = سمعناك. يمكنك أن تتوقف الآن: حفظنا ذلك.
phone-go-on = متابعة
phone-words = اكتب ما تريد قوله، أو 0.
phone-kept = يمكنك أن تتوقف الآن أيضاً: نحفظ ما اخترته.
phone-type-code = اكتب رمزك.
phone-next = المزيد
phone-menu-received = وصلنا بلاغك. سيقرؤه شخص منا. رمزك { $code }. لترى ردّنا اتصل مرة أخرى واضغط 4.
phone-menu-short = وصلنا بلاغك. رمزك: { $code }. لترى ردّنا اتصل واضغط 4.
phone-nothing = لم يُرسل شيء. يمكنك أن تتصل مرة أخرى متى شئت.
phone-press-language = للعربية اضغط { $n }.
phone-call-safe = هل أنت في أمان الآن؟ إن كنت في أمان فاضغط 1. إن لم تكن فاضغط 2. إن كنت لا تدري فاضغط 3. لتسمع ردّنا اضغط 4.
phone-speak = قل ما تريد بعد الصافرة. ثم اضغط أي زر لتسمع رمزك.
phone-not-heard = لم نستطع سماع رسالتك.
phone-help-known = نعرف أنك تحتاج إلى مساعدة. سينظر شخص في ذلك.
phone-call-code = رمزك { $code }. به تسمع ردّنا.
phone-call-delete = هل ينظر غيرك في هذا الهاتف؟ احذف هذه المكالمة من القائمة.

# A page for people who fear that they could harm a child. It has no form and keeps nothing.
door-worry-title = يقلقك ما قد تفعله
door-worry-words = الأفكار ليست أفعالاً. يمكنك أن تحصل على مساعدة قبل أن يحدث أي شيء، وهي تنفع كثيرين.
door-worry-trace = ليس في هذه الصفحة نموذج. لا يعلم أحد هنا أنك قرأتها.
door-worry-line = يمكنك أن تتحدث معهم: { $number }
door-worry-doctor = يمكن للأطباء والاختصاصيين النفسيين أيضاً أن يساعدوك. اسأل أولاً عمّا يجب عليهم الإبلاغ عنه.
door-worry-now = إذا كنت مع طفل وتخاف مما ستفعله: غادر المكان الآن واتصل بأحد.
door-worry-done = إذا كان شيء قد حدث بالفعل: توقف، وابتعد عن الطفل، واطلب المساعدة اليوم. الطفل أيضاً يحتاج إلى المساعدة.

# من يريد أن تختفي صورة يعطي بصمتها (SHA-256)، ولا يعطي الصورة أبداً.
door-gone-link = هناك صورة لي وأريد أن تختفي
door-gone-title = تريد أن تختفي صورة
door-gone-words = ليس الذنب ذنبك. لا داعي لأن ترينا الصورة. تكفي بصمتها.
door-gone-what = البصمة رقم طويل يُحسب من صورة أو فيديو. لا أحد يستطيع أن يرى الصورة منها. بها تستطيع التطبيقات والمواقع أن تجد الصورة نفسها.
door-gone-never = لا تبحث عن الصورة. ولا ترسلها إلى أحد، ولا حتى إلينا.
door-gone-choose = اختر الصور أو مقاطع الفيديو
door-gone-choose-hint = جهازك يحسب البصمات. تبقى الصور عندك ولا تُرسل.
door-gone-working = جهازك يعمل الآن.
door-gone-done = تم. البصمات في الخانة أدناه.
door-gone-large = أحد الملفات كبير جداً على هذه الصفحة. ليست له بصمة هنا.
door-gone-without = لا يستطيع متصفحك أن يحسب البصمات في هذه الصفحة. هل لديك بصمة (SHA-256)؟ ضعها في الخانة أدناه.
door-gone-other = ليست لديك بصمة؟ أخبرنا إذن عن الصورة بالكلمات، أو اتصل بأحد. نستطيع أن نساعدك من دونها.
door-gone-tell = أخبرنا بالكلمات
door-gone-hashes = البصمات (SHA-256)
door-gone-hashes-hint = كل واحدة 64 حرفاً ورقماً. ضع كل واحدة في سطر. 50 على الأكثر.
door-gone-by = من في الصورة؟
door-gone-by-child = أنا، وعمري أقل من 18
door-gone-by-adult-survivor = أنا، وكان عمري حينها أقل من 18
door-gone-by-adult-for-child = طفل أعرفه
door-gone-age = كم عمر الطفل في الصورة؟
door-gone-where = أين الصورة؟
door-gone-where-hint = مثلاً التطبيق أو الموقع أو الرابط أو اسم حساب.
door-gone-text = هل تريد أن تقول المزيد؟
door-gone-next-who = يقرأ هذا شخص هنا.
door-gone-next-give = يستطيع أن يعطي البصمات للتطبيقات والمواقع كي تبحث عن الصورة.
door-gone-next-not = لا نستطيع أن نعد بأن تزيلها كلها. إذا غيّر أحد الصورة صارت لها بصمة أخرى.
door-hash-none = لا توجد بصمة هنا بعد.
door-hash-some = اختر صورة، أو الصق رقم SHA-256 الخاص بها. ومن دونه عُد وأخبرنا بالكلمات.
door-hash-wrong = أحدها ليس SHA-256.
door-hash-right = ضع في كل سطر 64 حرفاً ورقماً (من 0 إلى 9 ومن a إلى f).
door-hash-many = هناك أكثر من 50 بصمة.
door-hash-limit = أرسل 50 الآن والباقي بعد ذلك.

# A second look at a report that was put aside.
door-second-look-words = هل ترى أن هذا غير صحيح؟ يمكن لشخص آخر أن ينظر فيه مرة ثانية.
door-second-look-ask = أطلب أن ينظر فيه شخص آخر
door-second-look-sent = وصلنا طلبك. سينظر شخص آخر في بلاغك.
door-second-look-asked = طلبت نظرة ثانية. يقرّر الآن شخص آخر، لا من قرّر من قبل.
door-second-look-done = نظر فيه شخص آخر مرة ثانية.
door-second-look-not = لا يمكننا النظر في هذا البلاغ مرة ثانية.
door-second-look-not-right = يمكنك طلب ذلك مرة واحدة، بعد أن نقول إننا لم نتمكن من المتابعة. ويمكنك دائماً أن تكتب هنا.

# What one thinks of the door, in three taps.
door-opinion-link = قل لنا رأيك في هذه الصفحة بثلاث لمسات
door-opinion-words = هذه ثلاثة أسئلة. لا نسأل من أنت.
door-opinion-easy = هل كان من السهل أن تخبرنا؟
door-opinion-serious = هل شعرت أننا نأخذ كلامك على محمل الجد؟
door-opinion-friend = هل تنصح صديقاً أو صديقة بالمجيء إلى هنا؟
door-opinion-answer-yes = نعم
door-opinion-answer-partly = قليلاً
door-opinion-answer-no = لا
door-opinion-skip = أفضّل ألّا أجيب
door-opinion-thanks = شكراً لك.
door-opinion-thanks-words = رأيك يساعدنا على تحسين هذا لغيرك.
door-opinion-complain-words = هل عاملك أحد هنا معاملة سيئة؟ يمكنك أن تبلّغ عن ذلك أيضاً. حين نسألك عمّن تخبرنا، اختر «{ $choice }». عندئذ يقرؤه أشخاص آخرون.
door-opinion-complain = أبلّغ عن ذلك
door-opinion-empty = لا إجابة بعد.
door-opinion-one = أجب عن سؤال واحد على الأقل.

# Whom the operator names beside the numbers to call.
door-others-title = من يمكنه أن يساعدك أيضاً

# A receipt is changed for a new one.
door-receipt-new-title = إيصالك الجديد
door-receipt-new-words = من الآن لا يفتح الردود إلا هذا الإيصال. القديم لا يفتح شيئاً بعد الآن.
door-receipt-new-back = العودة إلى الردود
door-receipt-new-why = هل يمكن أن يكون أحد قد رأى إيصالك؟ إذن غيّره.
door-receipt-new-ask = أريد إيصالاً جديداً
door-receipt-new-sure = يتوقف الإيصال القديم فوراً. هل لديك ما تكتب به؟ إذن تابع.
door-receipt-new-yes = نعم، أغيّره
door-receipt-new-no = لا، أعود

# The words for children under 13, for everybody who wants them.
door-easy-link = كلمات سهلة
door-easy-on = الصفحات التالية بكلمات سهلة.
door-easy-off = العودة إلى الكلمات المعتادة

# A film in sign language that the operator has put beside the door.
door-sign-link = لغة الإشارة
door-sign-words = يشرح هذا المقطع بلغة الإشارة ما يمكنك فعله هنا. وفيه نص مكتوب.

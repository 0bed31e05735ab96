nav-reports = البلاغات
list-reports-queue = البلاغات، الأكثر إلحاحاً أولاً
list-reports-reasons = أسباب نقاط البلاغات
list-reports-pictures = صور البلاغات، لا تُعرض أبداً
report-title = البلاغ { $number }
report-look-recorded = فتحُك هذا البلاغ مسجَّل مع الغرض الذي ذكرته.
report-reasons = أسباب نقاطه
report-pictures = الصور
report-pictures-never = الصور محفوظة مقفلة ولا تُعرض هنا أبداً. تُقارَن بصماتها، ويمكن لبرنامج أن يقرأ الكلمات التي فيها.
report-gone = صور يريد أحد أن تختفي
report-gone-words = { $count ->
    [one] جاءت مع هذا البلاغ بصمة SHA-256 لصورة أو فيديو واحد، ولم تأتِ الصورة نفسها.
    [two] جاءت مع هذا البلاغ بصمتا SHA-256 لصورتين أو مقطعي فيديو، ولم تأتِ الصورتان.
    [few] جاءت مع هذا البلاغ { $count } بصمات SHA-256 لصور أو مقاطع فيديو، ولم تأتِ الصور نفسها.
   *[other] جاءت مع هذا البلاغ { $count } بصمة SHA-256 لصور أو مقاطع فيديو، ولم تأتِ الصور نفسها.
}
report-hashes-open = عرض البصمات
report-hashes-title = بصمات البلاغ { $number }
report-hashes-words = بصمات SHA-256 للملفات كما حسبها جهاز المرسل. أعطها لمن يستطيع البحث عن الصور، وقل إنها غير متحقَّق منها. لا يذهب معها شيء آخر من البلاغ.
report-gone-do = حُسبت على جهاز المرسل وهي محفوظة مقفلة؛ لم يرَ أحد هنا الملفات. تجد خانة البحث هذا البلاغ بأي منها.
list-reports-wished-gone = بلاغات معها بصمات صور يريد أحد أن تختفي
column-contact-open = وسيلة التواصل مفتوحة لها
column-marked-at = وقت الوسم
column-marked-by = وسمه
column-may-distress = قد يُثقل على قارئه
column-open-to = يُعرض على
column-question-in = فعل السؤال
column-view-in = فعل الجواب
column-hashes-given = البصمات
report-words-read = قراءة كلمات الصورة { $picture }
report-words-title = كلمات الصورة { $picture } من البلاغ { $number }
report-words-recorded = يُسجَّل أنك طلبت قراءتها، مع غرضك. أما الصورة نفسها فلا تُعرض على أحد.
report-words-open = عرض الكلمات
report-words-none = لم توجد فيها كلمات.
report-words-cut = هناك المزيد؛ لا تُعرض إلا أول 20,000 علامة.
report-words-how = قرأها برنامج، والبرنامج يخطئ. اللغات: { $packs }. { $held }
report-words-held-bubblewrap = لم تكن له شبكة ولا ملفات من هذه العقدة.
report-words-held-namespaces = لم تكن له شبكة.
report-words-held-limits = لم يمكن على هذا الجهاز عزله عن الشبكة والملفات؛ اسأل المشغّل.
report-words-not-installed = لا يمكن قراءة كلمات الصور هنا: tesseract أو لغاته غير مثبتة. اسأل المشغّل.
report-words-busy = تُقرأ صورتان الآن. حاول مرة أخرى بعد دقيقة.
report-words-failed = لم تُقرأ الكلمات خلال 20 ثانية. حاول مرة أخرى، أو اطلب من المبلّغ أن يكتبها.
report-words-undecodable = هذه الصورة من نوع نادر لا يمكن قراءته هنا.
report-voice = رسالة صوتية
report-voice-open = الاستماع إلى الرسالة الصوتية
report-voice-title = الرسالة الصوتية للبلاغ { $number }
report-voice-recorded = يُسجَّل أنك استمعت إليها، مع غرضك.
report-voice-download = حفظ الملف
report-machine = بلاغ من نظام
report-machine-words = { $way }. مدى فائدته: { $points } من 100. الملفات: { $files }؛ ولا يفتحها أحد هنا.
report-machine-needed = ما كان سيجعله مفيدًا، كما أُبلغ مُرسله
report-machine-nobody = لا يصير أحد مشتبهاً به لمجرد ذكره في بلاغ. قد يكون المذكور طفلاً أو شخصاً استولى غيره على حسابه.
report-document-open = قراءة المستند حرفياً
report-document-title = مستند البلاغ { $number }
report-document-recorded = يُسجَّل أنك قرأت هذا، مع غرضك. الكلمات كلمات نظام المُرسِل لا كلمات هذه المؤسسة.
report-document-show = إظهار المستند
list-reports-machines = مدى فائدة بلاغات الأنظمة
column-machine-way = الطريق
column-usefulness = الفائدة
column-machine-files = ملفات النظام
report-distress = قد يزعجك هذا. افتحه حين تكون مستعداً، ومع غيرك إن كنت لا تريد أن تكون وحدك.
list-reports-voices = الرسائل الصوتية للبلاغات
column-sound = نوع الصوت
sound-media-webm = WebM
sound-media-ogg = Ogg
sound-media-mp4 = MP4
sound-media-wav = WAV
sound-media-mp3 = MP3
column-came-by = جاء عبر
came-by-not-noted = لم يُدوَّن
came-by-web = الويب
came-by-sms = رسالة نصية
came-by-ussd = قائمة هاتفية
came-by-call = مكالمة هاتفية
came-by-platform = نظام منصة
report-thread = المراسلات
report-do = ما يمكنك فعله
report-open-case = فتح قضية
report-erased = (مُحي)
report-contact-show = عرض طريقة آمنة للتواصل مع المبلّغ
report-contact-title = وسيلة التواصل الآمنة للبلاغ { $number }
report-contact-recorded = اطلاعك على هذا مسجَّل مع الغرض الذي ذكرته. لا تستعمله إلا كما طلب المبلّغ.
act-reports-reply = الرد على المبلّغ
act-reports-take-up = تولّي بلاغ
act-reports-refer = إحالة بلاغ إلى وحدة أخرى
act-reports-not-pursue = عدم متابعة بلاغ
field-reply = ردّك
field-told-text = ما يُقال لمن أبلغ
speaker-reporter = المبلّغ
speaker-staff = الشخص الذي يهتم بالبلاغ
speaker-notice = إشعار
picture-media-jpeg = JPEG
picture-media-png = PNG
picture-media-webp = WebP
picture-media-gif = GIF
priority-reason-danger-now = يقول إن أحداً ليس في أمان الآن
priority-reason-self-harm = يتحدث عن إيذاء نفسه
priority-reason-danger-unsure = غير متأكد من سلامته
priority-reason-meets-soon = هناك لقاء قريب، أو الشخص يعرف مكان الطفل
priority-reason-held = يُمنع من المغادرة أو يُنقل إلى مكان آخر
priority-reason-shares-pictures = شخص يهدد بنشر صور
priority-reason-adult-nearby = الشخص يسكن مع الطفل أو يأتي إلى المنزل
priority-reason-child-under-13 = طفل دون 13
priority-reason-child-13-17 = طفل بين 13 و17
priority-reason-age-not-said = لم يُذكر العمر: قد يكون طفلاً
priority-reason-pictures-attached = أُرفقت صور
priority-reason-professional-duty = مهنيّ يبلّغ في إطار عمله
priority-reason-survivor = حدث عندما كان الشخص طفلاً
field-colleague = الزميل الذي يتسلمها
field-colleague-hint = رقم حساب مفتوح من الوحدة نفسها.
nav-calls = الاستدعاءات
nav-texts = نصوص الباب العام
list-reports-texts = نصوص الباب العام: تصفية وترتيب وتصدير
texts-title = نصوص الباب العام
texts-about = حيث ينبغي لمؤسستكم أن تتكلم بنفسها يمكن للباب العام أن يعرض كلماتكم. يقترحها مدير ويوافق عليها شخص ثانٍ، ثم يعرضها الباب فوراً. أما النصوص الأخرى فتقول ما يفعله البرنامج ولا تُغيَّر هنا.
texts-waits = ينتظر شخصاً ثانياً
texts-state-built-in = نص البرنامج
texts-state-replaced = كلماتكم
texts-state-waiting = ينتظر شخصاً ثانياً
act-reports-propose-text = اقتراح كلماتكم
act-reports-approve-text = الموافقة على الكلمات المنتظرة
act-reports-take-back-text = سحب كلماتكم
field-wording = النص
field-in-language = بأي لغة
field-new-words = كلماتكم
field-new-words-hint = نص عادي في سطر واحد، 600 حرف على الأكثر. ما بين الأقواس مثل { "{ $number }" } يملؤه البرنامج ويجب أن يبقى.
column-wording = النص
column-in-language = لغة النص
column-words = الكلمات المعروضة
column-built-in = كلمات البرنامج
column-replaced = كلمات خاصة
column-proposed = تنتظر كلمات أخرى شخصاً ثانياً
column-changed-by = من غيّره
door-language-en = الإنجليزية
door-language-ar = العربية
wording-emergency = الصفحة الأولى: ماذا تفعل عند الخطر ما لم يُحدَّد رقم
wording-emergency-number = الصفحة الأولى: ماذا تفعل عند الخطر مع رقم الطوارئ
wording-helpline = خط مساعدة ورقمه
wording-safe-words = الصفحة الأولى: التقديم
wording-not-safe = الصفحة الثانية: لمن ليس في أمان
wording-who-words = الصفحة الثانية: من يخبرنا
wording-lead-child = صفحة البلاغ: تقديم للطفل
wording-lead-adult-for-child = صفحة البلاغ: تقديم لبالغ يبلّغ عن طفل
wording-lead-professional = صفحة البلاغ: تقديم لمن يبلّغ في عمله
wording-lead-adult-survivor = صفحة البلاغ: تقديم لمن حدث له ذلك في طفولته
wording-reads-words = صفحة البلاغ: من يقرأ هذا وماذا يحدث بعده
wording-limits-words = صفحة البلاغ: حدّ الكتمان
wording-text-hint = صفحة البلاغ: مساعدة في كتابة النص
wording-contact-hint = صفحة البلاغ: مساعدة في طريقة آمنة للوصول
wording-filed-words = بعد البلاغ: أنه وصل
wording-next-who = ماذا يحدث بعد ذلك: من يقرأ
wording-next-when = ماذا يحدث بعد ذلك: متى يأتي الرد
wording-next-not = ماذا يحدث بعد ذلك: ما لا نعد به
wording-not-kept-words = تعذّر حفظ الإيصال: ما يحدث مع ذلك
wording-not-kept-other = تعذّر حفظ الإيصال: طريقة أخرى
wording-help-words = المساعدة مهما كان مصير البلاغ
wording-exit-words = ما يُراعى عند المغادرة
wording-replies-none = الردود: لا رد بعد
wording-lost-words = الردود: فُقد الإيصال
wording-elsewhere = الردود: إلى من يمكن التوجه أيضاً
entrusted-reports = بلاغات يهتم بها
entrusted-texts = كلمات للباب العام اقترحها
list-reports-circumstances = ما اختير إلى جانب نص البلاغات
list-reports-said-of = بمن تتعلق البلاغات، كما ذُكر
list-reports-bodies = الوحدات التي تنظر في الشكاوى
act-reports-mark-complaint = إرسال بلاغ إلى الجهة التي تنظر في الشكاوى
act-reports-clear-concern = القول إن البلاغ لا يتعلق بهم
act-reports-name-body = تسمية الوحدة التي تنظر في الشكاوى
field-said-of = بمن يتعلق
field-body = أي جهة
column-happening = موضوع البلاغ
column-said-of = بمن يتعلق، كما ذُكر
column-reach = طريقة التواصل المطلوبة
column-kept-from = ذُكر بالغون يجب ألا يروه
column-tells-place = ذُكر التطبيق أو الموقع
happening-threatens-to-share = شخص يهدد بنشر صور أو مقاطع فيديو
happening-asks-for-pictures = شخص يطلب صوراً أو مقاطع فيديو
happening-wants-to-meet = شخص من الإنترنت يريد لقاءً
happening-bodily-contact = تلامس جسدي أو أفعال بالإكراه
happening-gives-for-it = شخص يعطي مالاً أو أشياء مقابل ذلك
happening-pictures-spread = صور أو مقاطع فيديو يجري تناقلها
happening-something-else = شيء آخر
said-of-at-home = من العائلة أو في البيت
said-of-known = شخص آخر يعرفه الطفل
said-of-online-only = لا يُعرف إلا من الإنترنت
said-of-stranger = لا يعرفه الطفل
said-of-police = الشرطة
said-of-court = محكمة أو نيابة عامة
said-of-school = مدرسة أو نادٍ أو دار لرعاية الأطفال
said-of-service = هذه الخدمة
said-of-oversight = جهة الرقابة
said-of-perhaps-official = ربما الشرطة أو محكمة أو مدرسة أو هذه الخدمة
reach-receipt = بالإيصال وحده
reach-call = بمكالمة هاتفية
reach-write = كتابةً
reach-trusted = عن طريق بالغ يثق به المبلّغ
report-not-for = ذكر المبلّغ بالغين يجب ألا يروا هذا البلاغ
report-kept-away = { $count ->
    [0] لم يُعثر على أي موظف بهذه الأسماء. لا يمكن العثور إلا على الأسماء المكتوبة بحروف لاتينية.
    [one] عُثر على موظف واحد بهذه الأسماء ولن يعلم بهذا البلاغ أبداً.
    [two] عُثر على موظفَين بهذه الأسماء ولن يعلما بهذا البلاغ أبداً.
    [few] عُثر على { $count } موظفين بهذه الأسماء ولن يعلموا بهذا البلاغ أبداً.
    [many] عُثر على { $count } موظفاً بهذه الأسماء ولن يعلموا بهذا البلاغ أبداً.
   *[other] عُثر على { $count } موظف بهذه الأسماء ولن يعلموا بهذا البلاغ أبداً.
}
report-not-for-words = فكّر أيضاً في غيرهم ممن يحملون الاسم نفسه وفي الأقارب والأصدقاء والزملاء قبل أن تسلّمه إلى غيرك.
report-request = طلب إلى الشركة، جاهز للإرسال
report-request-words = انسخ هذا إلى رسالتك الرسمية. لا يذكر شيئاً عمّن أبلغ. أضف الحساب والقانون الذي تستند إليه.
report-place-words = أين حدث ذلك، كما رواه المُبلِّغ. قد تدل هذه الكلمات على هويته: خذ منها ما يحدد الحساب فقط.
request-number = رقمنا: { $number }.
request-preserve = نطلب منكم حفظ كل بيانات الحساب المذكور أدناه من دون تغيير ولمدة 90 يوماً على الأقل: الملف الشخصي، وعمليات تسجيل الدخول، والعناوين، والرسائل، والملفات.
request-block = ونطلب منكم منع هذا الحساب من الوصول إلى أشخاص آخرين، من دون حذف أي شيء.
request-place = الحساب: [اسم الحساب لديكم أو رابطه أو رقمه]
request-silence = نرجو عدم إبلاغ صاحب الحساب بأننا تقدمنا بهذا الطلب.
request-basis = الأمر يتعلق بسلامة طفل. نرجو أن تؤكدوا اليوم حفظ البيانات، وأن تخبرونا بمن نتصل للحصول عليها.
priority-reason-threatened = يتعرض الآن للتهديد بصور
priority-reason-voice-alone = قيل بالصوت وحده ولم يُذكر أن صاحبه في أمان
priority-reason-sender-urgent = تقول المنصة إنه عاجل
priority-reason-may-go-on = إساءة أو اتجار أو استدراج قد يكون مستمراً
priority-reason-sadistic = استغلال سادي
priority-reason-streamed-live = بُثّ مباشرةً
priority-reason-just-now = منذ أقل من يومين
door-language-zh = الصينية
door-language-fr = الفرنسية
door-language-ru = الروسية
door-language-es = الإسبانية
wording-lead-child-young = صفحة البلاغ: تقديم لطفل دون 13
wording-reads-words-young = صفحة البلاغ، لطفل دون 13: من يقرأ هذا
wording-limits-words-young = صفحة البلاغ، لطفل دون 13: حدّ الكتمان
wording-text-hint-young = صفحة البلاغ، لطفل دون 13: مساعدة في كتابة النص
wording-contact-hint-young = صفحة البلاغ، لطفل دون 13: مساعدة في طريقة آمنة للوصول

list-reports-calls = بلاغات يُستدعى إليها إنسان
act-reports-call-human = استدعاء إنسان إلى بلاغ عاجل
act-reports-answer-call = البلاغ عندي: لا تستدعوا غيري
column-call-reason = سبب الاستدعاء
column-called-level = من يُستدعى: 1 المناوبون، و2 و3 من فوقهم
column-times = عدد مرات الاستدعاء
column-called-at = آخر استدعاء
column-next-at = الاستدعاء التالي، ليس قبل
column-had-by = آخر من تولّاه
column-had-at = منذ متى
call-reason-danger = البلاغ عاجل
call-reason-silence = لم يُجب أحد في الموعد
call-state-calling = يجري استدعاء إنسان
call-state-taken = هناك من تولّاه
call-state-settled = لا شيء ينتظر
report-call = الاستدعاء
waits-calls = استدعاءات: لم يتولَّ أحد هذه البلاغات بعد
waits-chats = ينتظرون الآن في محادثة
report-live = محادثة
report-live-open = اكتب مع المبلّغ وكلاكما حاضر
report-live-title = البلاغ { $number }: الكتابة مع المبلّغ
report-live-recorded = يُسجَّل أنك فتحت هذه الصفحة، ويُسجَّل كل نص جديد يظهر. وما دامت مفتوحة يقرأ المبلّغ أن شخصاً من الفريق هنا.
report-live-back = البلاغ كاملاً
report-live-hint = يُختم ويُحفظ، سواء كان المبلّغ هنا أم لا.
report-live-send = إرسال
report-live-here = المبلّغ هنا الآن.
report-live-gone = المبلّغ ليس هنا في هذه اللحظة. ما تكتبه يُحفظ ويظهر عندما يعود.
report-live-again = افتحها من جديد
report-live-end-time = كانت هذه الصفحة مفتوحة 20 دقيقة وتنتهي هنا.
report-live-end-away = العقدة لا تجيب. ما أُرسل محفوظ.
report-live-end-elsewhere = هذه الصفحة تنتهي هنا.
report-live-end-closed = هذه الصفحة تنتهي هنا: انتهت جلستك، أو لم يعد البلاغ مفتوحاً لك.
report-live-full = عدد الصفحات المفتوحة من هذا النوع بلغ ما تحمله هذه العقدة. أجب من صفحة البلاغ نفسها، أو حاول بعد دقيقة.
chats-words = بلاغات صاحبها فاتح خيطها في هذه اللحظة. من يُرى هنا تعرفه هذه العملية وحدها، حتى 30 ثانية بعد آخر إشارة، ولا يُكتب في أي مكان.
chats-none = لا أحد ينتظر الآن في محادثة.
chats-staff-here = زميل حاضر هناك.
waits-own-reports = بلاغات في عهدتك تنتظر جواباً
waits-new-reports = بلاغات جديدة
waits-reports = بلاغات تنتظر جواباً

list-reports-put-aside = مَن وضع بلاغات جانباً
list-reports-links = بلاغات مرتبط بعضها ببعض
list-reports-opinions = رأي الناس في الباب العام، شهراً شهراً
act-reports-ask-second-look = طلب نظرة ثانية
act-reports-give-opinion = إبداء الرأي في الباب العام
act-reports-propose-link = اقتراح ربطه ببلاغ آخر
act-reports-approve-link = الموافقة على ربطه ببلاغ آخر
field-other-report = البلاغ الآخر
column-other-report = البلاغ الآخر
column-put-aside-by = مَن وضعه جانباً
column-put-aside-at = متى وُضع جانباً
column-second-look = النظرة الثانية
column-look-asked-at = متى طُلبت النظرة الثانية
column-link-state = حالة الربط
column-in-month = الشهر، بأول أيامه
column-opinion-of = السؤال
column-opinion = الجواب
column-given = عدد المرات
second-look-not-asked = لم تُطلب
second-look-asked = طلبها المبلِّغ
second-look-done = قرّر شخص آخر
opinion-of-easy = هل كان من السهل أن تخبرنا؟
opinion-of-serious = هل شعرت أننا نأخذ كلامك على محمل الجد؟
opinion-of-friend = هل تنصح صديقاً بالمجيء إلى هنا؟
opinion-yes = نعم
opinion-partly = قليلاً
opinion-no = لا
link-state-proposed = ينتظر شخصاً ثانياً
link-state-linked = مرتبطان
report-second-look = النظرة الثانية
report-second-look-words = { $look }. وضعه جانباً من قبل { $who }: لا ينظر فيه أحد منهم مرة أخرى.
report-linked = مرتبط بالبلاغ
nav-opinions = الآراء في الباب
waits-second-looks = بلاغات تنتظر نظرة ثانية
waits-links = روابط بين بلاغات تنتظر شخصاً ثانياً

act-reports-change-receipt = تغيير الإيصال
nav-figures = كيف نجيب
list-reports-figures = كيف يجيب المكتب: البلاغات حسب الشهر واللغة والمبلِّغ
column-answered = ما أجاب عنه إنسان
column-within-hour = خلال ساعة
column-within-day = خلال 24 ساعة
column-within-three-days = خلال 72 ساعة
column-in-term = ضمن مهلته
column-without-words = ما وُضع جانباً من دون كلمة قبله
column-looked-again = النظرات الثانية المطلوبة
list-reports-second-looks = نظرات ثانية طلبها المبلِّغون
act-reports-part-link = فصله عن بلاغ آخر
act-reports-mark-words = تحديد هل قد يُثقل كلامه على من يقرؤه بعدك
report-receipt = الإيصال
report-receipt-words = غُيّر في { $when }: قد يكون مع شخص آخر الآن.
column-receipt-act = الإجراء الذي صدر به آخر إيصال
column-receipt-changed-at = متى غُيّر الإيصال

list-reports-folded = بلاغات ضمن سطر بلاغ آخر
act-reports-fold = وضع بلاغ آلي ضمن سطر بلاغ آخر
act-reports-unfold = إعادة البلاغ إلى سطر خاص به
field-head = بلاغ السطر
column-stands-for = عدد البلاغات
column-folded-by = مَن وضعه هناك
column-folded-at = متى وُضع هناك
column-whole = رمز النص كله
column-band-1 = الشريط الأول من بصمته
column-band-2 = الشريط الثاني من بصمته
column-band-3 = الشريط الثالث من بصمته
column-band-4 = الشريط الرابع من بصمته
column-band-5 = الشريط الخامس من بصمته
column-band-6 = الشريط السادس من بصمته
column-sketch = بصمة النص
column-mark = رمز عنوان أو رقم أو اسم
column-filed-into = قُدّم ضمن سطر
column-told-in = قيل في
report-stands-for = { $count ->
    [zero] لا يمثل أي بلاغ
    [one] يمثل نفسه وحده
    [two] يمثل هذا السطر بلاغين آليين يقولان الشيء نفسه
    [few] يمثل هذا السطر { $count } بلاغات آلية تقول الشيء نفسه
    [many] يمثل هذا السطر { $count } بلاغاً آلياً تقول الشيء نفسه
   *[other] يمثل هذا السطر { $count } بلاغ آلي تقول الشيء نفسه
}
report-alike = يشبه
report-alike-words = وُجدت برموز وبصمات للنصوص لا تقول شيئاً بذاتها. لم يُفتح أي نص. والقرار بشأن ارتباطها لإنسان.
alike-percent = { $count }٪ من الكلمات
alike-marks = { $count ->
    [zero] لا عنوان مشترك
    [one] عنوان أو رقم أو اسم مشترك
    [two] عنوانان أو رقمان أو اسمان مشتركان
    [few] { $count } عناوين أو أرقام أو أسماء مشتركة
    [many] { $count } عنواناً أو رقماً أو اسماً مشتركاً
   *[other] { $count } عنوان أو رقم أو اسم مشترك
}
alike-pictures = { $count ->
    [zero] لا صورة مشتركة
    [one] صورة مشتركة
    [two] صورتان مشتركتان
    [few] { $count } صور مشتركة
    [many] { $count } صورة مشتركة
   *[other] { $count } صورة مشتركة
}
alike-look-same = { $count ->
    [zero] لا صورة متشابهة
    [one] صورة تبدو مماثلة
    [two] صورتان تبدوان متماثلتين
    [few] { $count } صور تبدو متماثلة
    [many] { $count } صورة تبدو متماثلة
   *[other] { $count } صورة تبدو متماثلة
}
alike-link = اقتراح ربطه بالبلاغ { $number }
alike-fold = وضع هذا البلاغ ضمن سطر { $number }

report-folded = ما كتبه المبلِّغ: { $count ->
    [zero] بلا حروف
    [one] حرف واحد
    [two] حرفان
    [few] { $count } حروف
    [many] { $count } حرفًا
   *[other] { $count } حرف
}. افتحه حين تكون مستعدًا.
report-folded-marked = ما كتبه المبلِّغ: { $count ->
    [zero] بلا حروف
    [one] حرف واحد
    [two] حرفان
    [few] { $count } حروف
    [many] { $count } حرفًا
   *[other] { $count } حرف
}. قد يُحزن. افتحه حين تكون مستعدًا.
waits-texts = كلمات للباب العام تنتظر شخصًا ثانيًا

nav-weights = جدول النقاط
weights-title = ما يعطيه كل سبب من أسباب الأولوية
weights-about = النقاط ترتّب قائمة البلاغات وتقول خلال أي مدة يجيب إنسان. يقترح مدير جدولاً آخر ويوافق عليه شخص ثانٍ تحت الرقم التالي. ويحتفظ البلاغ بالنقاط التي أُعطيت له. ولا يُخرج أي جدول طفلاً في خطر من الصف الأول: أقل الأرقام مذكور عند كل حقل.
weights-in-force = الساري
weights-built-in = جدول البرنامج
weights-since = الرقم { $version } منذ { $since }
weights-proposed = المقترح
weights-moves = ما سيحرّكه الجدول المقترح
weights-moves-as-if = ما ينتظر يحتفظ بنقاطه: هذا يعرض القائمة كما لو أن البلاغات قُدّمت بالجدول المقترح.
weights-moves-now = ما ينتظر يأخذ نقاطه من الجدول المقترح بعد الموافقة عليه. ولا يُؤخَّر أي موعد للإجابة.
weights-known = لا تُحسب إلا البلاغات التي يجوز لك أن تعرف بها.
weights-sample = عدد المنتظر أكبر مما يُنظر فيه هنا: هذه أول { $count }.
weights-looked-at = البلاغات المنتظرة التي نُظر فيها
weights-gain = ستزيد نقاطها
weights-lose = ستنقص نقاطها
weights-sooner = ستُجاب خلال مدة أقصر
weights-later = ستُجاب خلال مدة أطول
weights-terms = المدد التي تُجاب خلالها
weights-term = المدة
weights-now = الآن
weights-then = بعد ذلك
weights-urgent-answer = عاجل
weights-soon-answer = لا يحتمل انتظاراً طويلاً
weights-ordinary-answer = كل ما عدا ذلك
weights-most = البلاغات التي ستتحرك أكثر من غيرها
weights-points-now = النقاط الآن
weights-points-then = النقاط بعد ذلك
weights-place-now = الموضع الآن
weights-place-then = الموضع بعد ذلك
entrusted-weights = جدول نقاط اقترحه
list-reports-weights = ما أعطاه كل سبب بحسب جدول النقاط
list-reports-weights-versions = جداول النقاط: مَن وضعها ومنذ متى
act-reports-propose-weights = اقتراح جدول نقاط
act-reports-approve-weights = الموافقة على جدول النقاط المنتظر
act-reports-reassess = إعطاء ما ينتظر نقاطه بالجدول الساري
column-weights-version = جدول النقاط
column-also-waiting = ما ينتظر أيضاً
column-going-over = ما ينتظر ما زال يُراجع
column-upto-due = رُوجع حتى ما موعده
column-upto-report = رُوجع حتى هذا البلاغ
field-also-waiting = هل تأخذ البلاغات المنتظرة نقاطها منه أيضاً؟
field-also-waiting-hint = يتغير ترتيبها ويُستدعى إنسان لبعضها فوراً. ولا يُؤخَّر أي موعد للإجابة.
field-danger-now = يقول إن أحداً ليس في أمان الآن
field-danger-now-hint = دائماً 60.
field-self-harm = يتحدث عن إيذاء نفسه
field-self-harm-hint = دائماً 60.
field-threatened = يُهدَّد بصور الآن
field-threatened-hint = دائماً 60.
field-voice-alone = قيل بالصوت وحده ولم يُذكر أن صاحبه في أمان
field-voice-alone-hint = من 30 إلى 60: يسمعه إنسان في غضون يوم.
field-sender-urgent = تقول المنصة إنه عاجل
field-sender-urgent-hint = من 30 إلى 60: يُجاب عن الخطر في غضون يوم.
field-may-go-on = إساءة أو اتجار أو استدراج قد يكون مستمراً
field-may-go-on-hint = من 0 إلى 60.
field-sadistic = استغلال سادي
field-sadistic-hint = من 30 إلى 60: يُجاب عن الخطر في غضون يوم.
field-streamed-live = بُثّ مباشرةً
field-streamed-live-hint = من 0 إلى 60.
field-just-now = منذ أقل من يومين
field-just-now-hint = من 0 إلى 60.
field-may-distress = قد يُثقل كلامه على قارئه
field-may-distress-hint = نعم: يُطوى في الصفحة إلى أن يفتحه أحد. لا: يبقى مفتوحًا أيًّا كانت نقاطه. ولا يغيّر ذلك ترتيبه.
field-danger-unsure = غير متأكد من سلامته
field-danger-unsure-hint = من 30 إلى 60؛ ومع طفل دون 13 معاً 60 على الأقل.
field-meets-soon = هناك لقاء قريب، أو الشخص يعرف مكان الطفل
field-meets-soon-hint = من 30 إلى 60.
field-held = يُمنع من المغادرة أو يُنقل إلى مكان آخر
field-held-hint = من 30 إلى 60.
field-shares-pictures = شخص يهدد بنشر صور
field-shares-pictures-hint = من 30 إلى 60.
field-adult-nearby = الشخص يسكن مع الطفل أو يأتي إلى المنزل
field-adult-nearby-hint = من 0 إلى 60.
field-child-under-13 = طفل دون 13
field-child-under-13-hint = حتى 60، وليس أقل من طفل أكبر سناً.
field-child-13-17 = طفل بين 13 و17
field-child-13-17-hint = حتى 60، وليس أقل من عمر لم يُذكر.
field-age-not-said = لم يُذكر العمر: قد يكون طفلاً
field-age-not-said-hint = من 1 إلى 60.
field-pictures-attached = أُرفقت صور
field-pictures-attached-hint = من 0 إلى 60.
field-professional-duty = مهنيّ يبلّغ في إطار عمله
field-professional-duty-hint = من 0 إلى 60.
field-survivor = حدث عندما كان الشخص طفلاً
field-survivor-hint = من 0 إلى 60.

nav-desk-hours = ساعات المكتب
desk-hours-title = متى يكون أحد في المكتب
desk-hours-about = ما يحتمل الانتظار يُجاب خلال ساعات المكتب: هي وحدها تُحسب، بالمنطقة الزمنية للعقدة ودون أيام العطل. أما العاجل فتُحسب له كل ساعة دائماً. يقترح مدير الساعات ويوافق عليها المراقب؛ وما كان له موعد لا يتحرك. قولوا في الباب العام بكلماتكم متى تأتي الإجابة.
desk-hours-open = مفتوح
desk-hours-shut = مغلق
desk-hours-always = على مدار الساعة
list-reports-desk-hours = متى يكون أحد في المكتب
entrusted-desk-hours = ساعات مكتب اقترحها
act-reports-propose-desk-hours = اقتراح ساعات المكتب
act-reports-approve-desk-hours = الموافقة على ساعات المكتب المنتظرة
act-reports-round-the-clock = احتساب كل ساعة من جديد
column-weekday = يوم الأسبوع
column-opens = أول دقيقة من اليوم
column-closes = الدقيقة التي بعد الأخيرة
weekday-1 = الاثنين
field-monday-opens = الاثنين: أول دقيقة
field-monday-closes = الاثنين: الدقيقة التي بعد الأخيرة
field-monday-opens-hint = تُعدّ من منتصف الليل: الساعة 8 هي 480. و0 في يوم لا يفتح فيه المكتب.
field-monday-closes-hint = الساعة 17 هي 1020، ومنتصف الليل 1440. و0 في يوم لا يفتح فيه المكتب.
weekday-2 = الثلاثاء
field-tuesday-opens = الثلاثاء: أول دقيقة
field-tuesday-closes = الثلاثاء: الدقيقة التي بعد الأخيرة
weekday-3 = الأربعاء
field-wednesday-opens = الأربعاء: أول دقيقة
field-wednesday-closes = الأربعاء: الدقيقة التي بعد الأخيرة
weekday-4 = الخميس
field-thursday-opens = الخميس: أول دقيقة
field-thursday-closes = الخميس: الدقيقة التي بعد الأخيرة
weekday-5 = الجمعة
field-friday-opens = الجمعة: أول دقيقة
field-friday-closes = الجمعة: الدقيقة التي بعد الأخيرة
weekday-6 = السبت
field-saturday-opens = السبت: أول دقيقة
field-saturday-closes = السبت: الدقيقة التي بعد الأخيرة
weekday-7 = الأحد
field-sunday-opens = الأحد: أول دقيقة
field-sunday-closes = الأحد: الدقيقة التي بعد الأخيرة

act-reports-assign-next = أعطني البلاغ التالي
act-reports-assign = إسناد بلاغ إلى زميل

list-reports-referrals = البلاغات المحالة وما آلت إليه
list-reports-referrals-sent = ما أحالته وحدتك إلى غيرها وما آل إليه
act-reports-return-referral = إعادته إلى الوحدة التي أحالته
field-return-reason = السبب
column-to-unit = أُحيل إلى
column-from-unit = الوحدة التي أحالته
column-referred-by = من أحاله
column-referred-at = وقت الإحالة
column-answer-by = يُتولّى أو يُعاد قبل
column-referral-state = ما آل إليه
column-return-reason = سبب الإعادة
referral-state-waiting = لم تقل الوحدة الأخرى شيئاً بعد
referral-state-taken = هو عند الوحدة الأخرى
referral-state-returned = أُعيد مع ذكر السبب
return-reason-not-returned = لم يُعَد
return-reason-not-ours = ليس من شأن هذه الوحدة بحكم القانون أو مهمتها
return-reason-another-unit = ينبغي أن تتولاه وحدة أخرى غير هذه
return-reason-needs-more = يجب سؤال المبلّغ عن شيء أولاً
return-reason-cannot-now = لا تستطيع هذه الوحدة أن تتصرف في الوقت المناسب
return-reason-conflict = لا يجوز لأحد في هذه الوحدة أن يتولاه
waits-referrals = بلاغات أُحيلت إلى وحدتك: تولّوها أو أعيدوها

list-reports-weights-proposed = جدول نقاط ينتظر شخصاً ثانياً
list-reports-desk-hours-proposed = ساعات مكتب تنتظر شخصاً ثانياً
waits-weights = جدول نقاط ينتظر شخصاً ثانياً
waits-desk-hours = ساعات مكتب تنتظر شخصاً ثانياً

# موافقة المبلّغ، وسؤال وحدة أخرى.
field-agreement = ماذا يقول المبلّغ في ذلك
field-agreement-hint = رأي الطفل نفسه إن كان المبلّغ طفلاً. ولا يلزم ذلك لبلاغ من آلة.
field-with-contact = يجوز للوحدة الأخرى فتح وسيلة التواصل الآمنة
field-with-contact-hint = فقط إذا وافق المبلّغ أو كانت حياة إنسان أو سلامة جسده في خطر. وإلا فلتسأل في المراسلات.
field-lighter = شيء أخفّ
column-agreement = ماذا قال المبلّغ في ذلك
column-overridden = دون قول المبلّغ
column-with-contact = مع وسيلة التواصل الآمنة
column-referred = المُحال
referral-agreement-not-noted = لم يُدوَّن
referral-agreement-reporter-agreed = وافق المبلّغ؛ وإن كان طفلاً فهو رأي الطفل نفسه
referral-agreement-nothing-personal = أبلغت به آلة: لا أحد يمكن سؤاله
referral-agreement-danger-to-ask = لم يُسأل: السؤال يعرّض أحداً للخطر
referral-agreement-life-or-limb = لم يُنتظر: حياة إنسان أو سلامة جسده في خطر
referral-agreement-law-obliges = لا حاجة إليه: القانون يوجب تسليمه
referral-agreement-not-in-time = لا يمكن سؤال المبلّغ في الوقت المناسب
nav-agreements = ما سُلّم ومن وافق
list-reports-agreements = البلاغات التي سُلّمت، بحسب ما قاله المبلّغون في ذلك
report-contact-closed = وسيلة التواصل الآمنة مغلقة أمام وحدتك: أُحيل البلاغ دونها. اسألوا في المراسلات، بردّ، هل يجوز لكم التواصل وكيف.
act-reports-consult = سؤال وحدة أخرى مع إبقاء البلاغ
act-reports-give-view = الإجابة عما سُئلت عنه وحدتك
act-reports-end-consultation = إنهاء السؤال
field-parts = ما يُعرض على الوحدة الأخرى
field-parts-hint = لا أكثر مما تحتاجه لإجابتها. وتبقى وسيلة التواصل والصوت والصور والبلاغات الأخرى مغلقة دائماً.
field-question = سؤالك
field-consultation = رقم السؤال
field-view = إجابتك
list-reports-asked = ما تسأله الوحدات الأخرى وحدتك
list-reports-consultations = ما سُئلت عنه وحدات أخرى بشأن البلاغات
waits-asked = أسئلة من وحدات أخرى إلى وحدتك
column-consultation = رقم السؤال
column-asked-unit = الوحدة المسؤولة
column-asking-unit = الوحدة السائلة
column-consultation-state = ما آل إليه السؤال
column-shows-circumstances = تُعرض الإجابات والنقاط
column-shows-words = تُعرض كلمات البلاغ
column-shows-thread = تُعرض المراسلات
column-view-by = من أجاب أو أنهى
column-view-at = وقت الإجابة أو الإنهاء
consult-part-circumstances = الإجابات والنقاط: دون أي كلمة مكتوبة
consult-part-words = كلمات البلاغ
consult-part-thread = كل ما كُتب في المراسلات
consultation-state-asked = سُئلت: مفتوح إلى أن تنقضي مدته
consultation-state-answered = أجابت
consultation-state-withdrawn = أنهاه السائل
consultation-state-ended = انتهى: ذهب البلاغ إلى جهة أخرى أو مُحي
consultation-title = سؤال { $number } من وحدة أخرى
consultation-recorded = اطلاعك على هذا مسجَّل. يُعرض عليك ما اختارته الوحدة الأخرى لا أكثر: يبقى البلاغ لها، وحين تجيبون أو تنقضي المدة تختفي هذه الصفحة.
consultation-question = السؤال
consultation-shown = ما يُعرض عليك من البلاغ
consultation-until = يُعرض حتى { $when }
report-asked = ما سُئلت عنه وحدات أخرى

# Those who must report because of their work.
nav-officials = مسؤولون ينتظرون إبلاغهم
nav-duties = كيف نجيب المسؤولين
list-reports-officials = بلاغات المسؤولين: ما يُلزمهم، وهل أُبلغوا بأنها قُرئت
list-reports-duties = كيف يُجاب المسؤولون: البلاغات بحسب الشهر وما يُلزم بالإبلاغ
act-reports-acknowledge = إبلاغ المسؤول بأن بلاغه قُرئ
waits-officials = مسؤولون لم يُبلَّغوا بعد بأن بلاغهم قُرئ
column-duty = ما يُلزم المبلِّغ
column-child-knows = هل يعلم الطفل بالبلاغ
column-acknowledged = أُبلغ بأنه قُرئ
column-acknowledge-by = يُبلَّغ قبل
column-acknowledged-at = وقت إبلاغه
column-acknowledged-by = من أبلغه
column-tells-duty = ذكر القانون أو الأمر أو القاعدة
column-tells-agency = سمّى الجهة
column-became-cases = صارت قضايا
report-agency = الجهة التي يُبلِّغ عنها
report-duty = القانون أو الأمر أو القاعدة
report-acknowledge-by = يُبلَّغ قبل { $when }
report-acknowledged = أُبلغ في { $when }
duty-not-told = لم يُذكر واجب
duty-law = القانون
duty-profession = ميثاق مهنته
duty-court = أمر من محكمة
duty-contract = عقد أو قاعدة لدى جهة عمله
duty-none = لا شيء: من تلقاء نفسه
child-knows-not-told = لم يُذكر
child-knows-yes = يعلم بالبلاغ
child-knows-no = لا يعلم بالبلاغ
child-knows-must-not = لا يعلم، وعلمه يعرّضه للخطر
child-knows-unknown = لا يستطيع المبلِّغ القول
act-reports-rate-usefulness = تحديد ما كان سيجعل بلاغ نظام مفيدًا؛ ويُبلَّغ مُرسِله
act-reports-tell-line = إبلاغ المُرسِلين بما آل إليه السطر الذي تقع فيه بلاغاتهم

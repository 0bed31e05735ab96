## قوائم بصمات المواد المعروفة، والخيوط الناتجة عنها.

nav-known-material = المواد المعروفة
list-known-material-lists = قوائم البصمات
list-known-material-leads = الخيوط: تطابقات تحتاج إلى تحقق
list-known-material-entries = عناصر قوائم البصمات، من دون البصمات نفسها
list-known-material-checks = البلاغات التي قورنت صورها بجميع القوائم
act-known-material-create-list = إنشاء قائمة بصمات
act-known-material-withdraw-hashes = سحب عناصر من قائمة
act-known-material-confirm-lead = تأكيد خيط باسم وحدتك
act-known-material-hear-answer = سماع ما وجدته وحدة تسلمت صورًا كدليل
act-known-material-reject-lead = رفض خيط باسم وحدتك
field-entries-hint = أرقام العناصر تفصل بينها فواصل: 3, 7, 20-25
field-max-distance-hint = من 0 إلى 31 بتًّا. الرقم 31 يكشف معظم النسخ المعدَّلة، وما بعده تبدأ التطابقات بالمصادفة.
field-grade-scheme-hint = إصدار نظام التصنيف، ابتداءً من 1

match-how-exact-sha256 = الملف نفسه، بحسب SHA-256
match-how-exact-md5 = الملف نفسه، بحسب MD5 وحده
match-how-perceptual = صورة تبدو مماثلة، بحسب PDQ
list-purpose-recognise = التعرّف على المواد المعروفة في البلاغات
list-purpose-identify-victims = التعرّف على مواد لم يُعثر على ضحاياها بعد
list-purpose-set-aside = استبعاد ما هو معروف بأنه غير ضار

known-material-home-title = المواد المعروفة
known-material-home-intro = تُقارَن صور البلاغات بقوائم البصمات عن طريق بصماتها فقط. لا تُعرض أي صورة في أي مكان من هذا النظام.
known-material-home-leads = الخيوط
known-material-home-waiting = { $leads ->
    [0] لا يوجد خيط ينتظر قرارًا.
    [zero] لا يوجد خيط ينتظر قرارًا.
    [one] خيط واحد ينتظر قرارًا.
    [two] خيطان ينتظران قرارًا.
    [few] { $leads } خيوط تنتظر قرارًا.
    [many] { $leads } خيطًا ينتظر قرارًا.
   *[other] { $leads } خيط ينتظر قرارًا.
}
known-material-home-lists = قوائم البصمات
known-material-home-lists-words = الغرض من كل قائمة، ومن يحفظها، وإدخال ملفها وإخراجه.
known-material-home-new = قائمة جديدة
known-material-home-new-words = قائمة تحفظها وحدتك.
known-material-home-checks = البلاغات التي قورنت
known-material-home-checks-words = البلاغات التي جرت مقارنتها، ومنها التي لم يُعثر فيها على شيء.

known-material-never-shown = لا تُعرض الصورة أبدًا، لا هنا ولا في أي مكان آخر من هذا النظام. هذه الصفحة لا تعرف إلا بصماتها.
known-material-bits = { $n ->
    [0] لا فرق
    [zero] لا فرق
    [one] بتّ واحد من 256
    [two] بتّان من 256
    [few] { $n } بتّات من 256
    [many] { $n } بتًّا من 256
   *[other] { $n } بتّ من 256
}

known-material-lead-title = الخيط { $number }
known-material-lead-intro = صورة من بلاغ تطابق عنصرًا في قائمة. يبقى ذلك خيطًا إلى أن تؤكده وحدة مسمّاة، ولا يجعل أي شخص مشتبهًا فيه.
known-material-lead-state = الحالة
known-material-lead-report = البلاغ
known-material-lead-picture = رقم الصورة في البلاغ
known-material-lead-list = القائمة
known-material-lead-entry = رقم العنصر في القائمة
known-material-lead-how = كيف عُثر عليه
known-material-lead-distance = الفرق
known-material-lead-grade = تصنيف القائمة
known-material-lead-found = وقت العثور عليه
known-material-lead-decided = وقت القرار
known-material-lead-unit = باسم الوحدة
known-material-lead-by = صاحب القرار
known-material-lead-decide = قرار وحدتك
known-material-lead-decide-words = قرّر بناءً على ما تعرفه وحدتك عن الملف بطريقة قانونية. يحمل القرار اسمك واسم وحدتك ويبقى في السجل.
known-material-confirm = تأكيد الخيط
known-material-reject = رفض الخيط
known-material-entry-withdrawn = سُحب هذا العنصر من القائمة. وما وجدته وحدة قبل ذلك يبقى ما وجدته هي.

known-material-list-intro = تضم القائمة بصمات مواد معروفة. تُستخدم للعثور على نسخ من المواد، ولا تُستخدم أبدًا للعثور على الأشخاص.
known-material-list-purpose = الغرض منها
known-material-list-entries = العناصر المضافة منذ إنشائها
known-material-list-withdrawn = المسحوب منها
known-material-list-distance = أكبر فرق يُعدّ تطابقًا
known-material-list-country = مصنّفة وفق قانون
known-material-list-scheme = إصدار نظام التصنيف
known-material-list-owner = تحفظها الوحدة
known-material-list-created = أُنشئت
known-material-list-to-entries = عناصر هذه القائمة
known-material-list-to-leads = خيوط هذه القائمة

known-material-import-title = إضافة عناصر من ملف
known-material-file = ملف CSV
known-material-file-hint = يسمّي السطر الأول الأعمدة: sha256 وmd5 وpdq وgrade. الحد الأقصى 64 ميبيبايت. يُفحص كل سطر قبل إدخال أول عنصر. تُقارَن العناصر الجديدة بصور البلاغات التي تصل بعدها، وبصور جميع البلاغات التي ما زالت محفوظة.
known-material-import = فحص وإضافة
known-material-came-in = { $entries ->
    [zero] لم يُضف أي عنصر.
    [one] أُضيف عنصر واحد، ورقمه { $first }.
    [two] أُضيف عنصران، ابتداءً من الرقم { $first }.
    [few] أُضيفت { $entries } عناصر، ابتداءً من الرقم { $first }.
    [many] أُضيف { $entries } عنصرًا، ابتداءً من الرقم { $first }.
   *[other] أُضيف { $entries } عنصر، ابتداءً من الرقم { $first }.
}
known-material-lines-wrong = { $lines ->
    [zero] لا توجد أسطر خاطئة.
    [one] سطر واحد خاطئ. لم يُدخل أي شيء.
    [two] سطران خاطئان. لم يُدخل أي شيء.
    [few] { $lines } أسطر خاطئة. لم يُدخل أي شيء.
    [many] { $lines } سطرًا خاطئًا. لم يُدخل أي شيء.
   *[other] { $lines } سطر خاطئ. لم يُدخل أي شيء.
}
known-material-no-entries = لا يحتوي الملف على أي عنصر.
known-material-csv-right = عنصر واحد في كل سطر، تحت سطر يسمّي الأعمدة.
known-material-line-wrong = { $place }: { $wrong }.
known-material-line-right = الصحيح: { $right }.

known-material-export-title = إعطاء القائمة إلى شريك
known-material-export-words = يضم الملف بصمات جميع العناصر السارية. يُسجَّل إخراجه مع غرضك. يُخرج الشخص الواحد 1,000 عنصر على الأكثر؛ وما زاد على ذلك يحتاج إلى شخصين، ولا توجد طريقة لذلك بعد.
known-material-export = تنزيل في ملف
waits-leads = خيوط تنتظر قراراً

## من يرى القائمة، والتصنيفات، والاعتراضات، وما ينتهي.

waits-grades = تصنيفات تنتظر شخصًا ثانيًا
waits-disputes = اعتراضات على عناصر تنتظر جوابًا
waits-mappings = جداول تسميات تنتظر شخصًا ثانيًا
list-known-material-gradings = ما يقوله الناس عن تصنيف العناصر
list-known-material-votes = الأصوات على التصنيفات
list-known-material-disputes = الاعتراضات على العناصر
list-known-material-expiries = العناصر التي تنتهي
list-known-material-set-aside = تطابقات استُبعدت، مع العنصر غير الضار الذي يبيّن السبب
list-known-material-mappings = جداول تسميات كل قانون
list-known-material-labels = تسميات كل قانون
act-known-material-show-list = السماح لوحدة أخرى برؤية قائمة
act-known-material-hide-list = إنهاء رؤية وحدة لقائمة
act-known-material-propose-grade = اقتراح تصنيف آخر
act-known-material-vote-grade = التصويت على تصنيف مقترح
act-known-material-dispute = الاعتراض على عنصر
act-known-material-answer-dispute = الإجابة عن اعتراض
act-known-material-set-expiry = تحديد آخر يوم للعناصر
act-known-material-expire-hashes = سحب عناصر انقضى آخر يوم لها
act-known-material-note-victims = تدوين مدى التعرّف على الضحايا وسلامتهم
act-known-material-propose-mapping = اقتراح معنى تسميات كل قانون
act-known-material-approve-mapping = الموافقة على جدول تسميات
act-known-material-look-back = إثبات مقارنة العناصر بما سبقها
field-visible = الوحدات التي تراها
field-organisation = المنظمة صاحبة القائمة
field-organisation-hint = إذا كانت وحدتك تحفظها لجهة أخرى. لا يُذكر فيها اسم أي شخص.
field-withdrawn-why = السبب
field-grade = التصنيف
field-agrees = هل التصنيف المقترح صحيح؟
field-entry = العنصر
field-dispute = الاعتراض
field-dispute-reason = السبب
field-answered-dispute = الاعتراض
field-dispute-state = الجواب
field-victim-status = مدى التعرّف على الضحايا وسلامتهم
field-mapping = جدول التسميات
field-proposed-mapping = جدول التسميات

list-visible-everybody = كل وحدات هذه العقدة
list-visible-named = الوحدة التي تحفظها والوحدات المسمّاة
entry-reach-not-noted = غير مدوَّن
entry-reach-likeness = بالتشابه، وببصمة الملف إن وُجدت
entry-reach-exact-only = ببصمة الملف وحدها
entry-reach-nothing = لا يُعثر عليه: بصمته الوحيدة لا تقول ما يكفي عن صورته
grade-stands-proposed = اقترحه شخص واحد
grade-stands-confirmed = أكّده شخصان
withdrawn-why-not-said = لم يُذكر
withdrawn-why-mistake = أُدخل خطأً
withdrawn-why-not-known-material = ليس مما تضمه القائمة
withdrawn-why-disputed = قُبل اعتراض عليه
withdrawn-why-expired = انقضت مدته
withdrawn-why-by-exchange = سحبه من جلبه
dispute-reason-wrong-grade = التصنيف خاطئ
dispute-reason-not-unlawful = ليس غير مشروع
dispute-reason-matches-others = يُعثر عليه في صور لا صلة لها به
dispute-reason-asked-by-person = من يظهر فيه يطلب إعادة النظر
dispute-state-open = ينتظر جوابًا
dispute-state-kept = أُجيب عنه: يبقى كما هو
dispute-state-regraded = أُجيب عنه: اقتُرح تصنيف آخر
dispute-state-withdrawn = أُجيب عنه: سُحب العنصر
victim-status-unidentified = لم يُتعرَّف عليهم
victim-status-in-progress = التعرّف عليهم جارٍ
victim-status-identified = تم التعرّف عليهم
victim-status-safeguarded = تم التعرّف عليهم وهم في أمان
undone-not-undone = قائم
undone-entry-withdrawn = سحبت القائمة عنصره
undone-entry-harmless = وجد شخصان أن عنصره غير ضار

column-organisation = المنظمة
column-list-visible = من يراها
column-compared-back = قورنت بما سبقها
column-changes = التغييرات
column-grade-stands = من يقف وراء التصنيف
column-withdrawn-why = سبب السحب
column-brought-by = أدخله
column-exchange = جلبته
column-entry-reach = كيف يُعثر عليه
column-proposed-grade = التصنيف المقترح
column-grade-proposed-by = صاحب الاقتراح
column-grade-proposed-at = وقت الاقتراح
column-grade-round = رقم الاقتراح
column-grade-waits = ينتظر شخصًا ثانيًا
column-votes-for = موافقون
column-votes-against = غير موافقين
column-graded-first = الشخص الأول
column-graded-by = الشخص الثاني
column-graded-at = وقت التأكيد
column-voter = صاحب الصوت
column-voter-unit = باسم الوحدة
column-agrees = يوافق
column-voted-at = الوقت
column-dispute = الاعتراض
column-dispute-reason = السبب
column-dispute-state = ما آل إليه
column-disputed-by = صاحب الاعتراض
column-disputed-unit = باسم الوحدة
column-disputed-at = وقت الاعتراض
column-dispute-answered-by = المجيب
column-dispute-answered-at = وقت الجواب
column-victim-status = مدى التعرّف على الضحايا وسلامتهم
column-victims-noted-by = دوّنه
column-victims-unit = باسم الوحدة
column-victims-noted-at = وقت التدوين
column-mapping = جدول التسميات
column-mapping-version = الإصدار
column-mapping-labels = عدد التسميات
column-mapping-proposed-by = صاحب الاقتراح
column-mapping-proposed-at = وقت الاقتراح
column-mapping-approved-by = وافق عليه
column-mapping-approved-at = وقت الموافقة
column-grade-label = التسمية
column-undone = سبب الإلغاء
column-negative-list = غير ضار بحسب القائمة
column-negative-entry = غير ضار بحسب العنصر
column-set-aside-at = وقت الاستبعاد

known-material-next = ما يمكنك فعله
known-material-home-gradings = التصنيفات
known-material-home-gradings-words = تصنيفات تنتظر شخصًا ثانيًا.
known-material-home-disputes = الاعتراضات
known-material-home-disputes-words = عناصر يعترض عليها أحد.
known-material-home-set-aside = ما استُبعد
known-material-home-set-aside-words = تطابقات ليست خيوطًا، مع العنصر غير الضار الذي يبيّن السبب.
known-material-home-mappings = تسميات كل قانون
known-material-home-mappings-words = ما تسمّي به كل دولة تصنيفًا ما، كما وضعه شخصان.
known-material-list-organisation = المنظمة
known-material-list-own = الوحدة نفسها
known-material-list-seen-by = تراها
known-material-list-compared-back = قورنت بصور سبقتها
known-material-list-to-gradings = تصنيفات هذه القائمة
known-material-list-to-disputes = الاعتراضات على هذه القائمة
known-material-entry-title = العنصر { $number } من { $list }
known-material-entry-intro = عنصر واحد من قائمة بصمات: تصنيفه ومن يقف وراءه. لا تُعرض بصماته.
known-material-entry-gone = سُحب هذا العنصر، فلم يعد يطابقه شيء. { $why }.
known-material-entry-list = القائمة
known-material-entry-reach = كيف يُعثر عليه
known-material-entry-brought = جلبته
known-material-entry-own = الوحدة نفسها
known-material-entry-brought-by = أدخله
known-material-entry-by-tutela = النظام نفسه
known-material-entry-added = وقت الإدخال
known-material-entry-grade = التصنيف
known-material-entry-stands = من يقف وراءه
known-material-entry-graded-first = الشخص الأول
known-material-entry-graded-by = الشخص الثاني
known-material-entry-graded-at = وقت التأكيد
known-material-entry-proposed = التصنيف المقترح
known-material-entry-proposed-by = صاحب الاقتراح
known-material-entry-disputes = اعتراضات تنتظر جوابًا
known-material-entry-ends = يُعثر عليه حتى
known-material-entry-votes = الأصوات
known-material-entry-all-disputes = الاعتراضات
known-material-entry-labels = ما تسمّي به الدول هذا التصنيف، بحسب الجدول { $version }
known-material-entry-to-victims = مدى التعرّف على الضحايا وسلامتهم
known-material-victims-title = ضحايا العنصر { $number }
known-material-victims-intro = مدى التعرّف على الضحايا وسلامتهم. قليلون يطّلعون على هذا، ويُسجَّل كل اطلاع مع غرضه. لا يُذكر هنا اسم أحد.
known-material-victims-none = لم يُدوَّن شيء بعد.
known-material-lead-another-list = قائمة لا تراها وحدتك
known-material-lead-undone = كان هذا خيطًا ولم يعد كذلك. { $why }.
known-material-lead-behind = ما يستند إليه

## Machines that ask whether something is listed.

list-known-material-match-rights = مفاتيح الآلات التي تبحث عن بصمات، والقوائم التي يجوز لها سؤالها
list-known-material-match-quotas = كم يجوز لمفاتيح الآلات أن تبحث
list-known-material-look-ups = عمليات البحث الآلية، ثانية بثانية
list-known-material-probing = سائلون تشبه عمليات بحثهم محاولة كشف القوائم
act-known-material-let-match = السماح لمفتاح آلة بالبحث عن بصمات في قائمة وحدتك
act-known-material-end-match = إنهاء بحث مفتاح آلة عن بصمات في قائمة وحدتك
act-known-material-set-match-quota = تحديد عدد البصمات التي يجوز لمفتاح آلة البحث عنها في الدقيقة
field-asker = مفتاح الآلة
field-asker-hint = رقمه، من قائمة مفاتيح أنظمة المرسلين.
field-a-minute = أقصى عدد لعمليات البحث في الدقيقة
column-asker = من يسأل
column-let-by = سمح به
column-let-at = منذ
column-a-minute = أقصى عدد لعمليات البحث في الدقيقة
column-process = العملية
column-look-ups = عمليات البحث
column-matched = ما طابق منها
column-askers = السائلون
column-digest = الملخص
column-kept-at = وقت الإدخال
column-near-misses = تطابقات بالكاد تكون كذلك
column-walks = قريبة مما طابق من قبل
column-probing = ملاحظة

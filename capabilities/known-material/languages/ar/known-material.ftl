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
known-material-entry-withdrawn = سُحب هذا العنصر من القائمة، فلا يمكن إلا رفض الخيط.

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
known-material-file-hint = يسمّي السطر الأول الأعمدة: sha256 وmd5 وpdq وgrade. الحد الأقصى 64 ميبيبايت. يُفحص كل سطر قبل إدخال أول عنصر. تُقارَن العناصر الجديدة بصور البلاغات التي تصل بعدها.
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

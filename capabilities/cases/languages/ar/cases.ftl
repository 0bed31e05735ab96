nav-cases = القضايا
act-cases-appeal-lodged = قُدّم استئناف
act-cases-arrest-made = تم توقيف
act-cases-assess-risk = تقييم الخطر على ضحية
act-cases-became-final = صارت النتيجة نهائية
act-cases-charge-brought = وُجهت تهمة
act-cases-close = إغلاق قضية أو إجراء
act-cases-closed-by-authority = أغلقته سلطة
act-cases-code-demand = ترميز الطلب
act-cases-decide-charge = قرار توجيه التهمة
act-cases-decide-release = قرار الإفراج
act-cases-declare-conflict = التصريح بتضارب مصالح
act-cases-share = إطلاع وحدة أخرى على القضية
act-cases-unshare = إنهاء اطلاع وحدة أخرى على القضية
act-cases-divert = التحويل إلى برنامج
act-cases-diverted-by-authority = حوّلت سلطة الشخص إلى برنامج
act-cases-enter-person = إدخال شخص
act-cases-link-persons = ربط سجلين لشخص واحد
act-cases-name-suspect = تسمية مشتبه فيه
act-cases-open = فتح قضية
act-cases-person-detained = احتُجز شخص
act-cases-record-victim = تسجيل ضحية
act-cases-release-happened = تم إفراج
act-cases-request-testimony = طلب شهادة
act-cases-sentence-passed = صدر حكم بالعقوبة
act-cases-verdict-given = صدر حكم
list-cases-files = القضايا
list-cases-proceedings = الإجراءات
list-cases-timeline = التسلسل الزمني
list-cases-victims = ضحايا القضايا
list-cases-risks = تقييمات الخطر
list-cases-demand = الطلب كما رُمّز

# قوائم رموز هذا القسم.
case-state-open = مفتوحة
case-state-closed = مغلقة
suspicion-ground-assessment = تقييم شخص للأدلة بنفسه
suspicion-ground-machine = استيراد، أو مطابقة بيانات جهة أخرى، أو تطابق آلي
risk-level-low = منخفض
risk-level-medium = متوسط
risk-level-high = مرتفع
case-fact-victim-recorded = سُجّلت ضحية
case-fact-suspect-named = سُمّي مشتبه فيه
case-fact-release-planned = تقرّر إفراج أو خُطّط له
case-fact-closed = أُغلقت القضية أو أُغلق أحد إجراءاتها
case-fact-demand-coded = رُمّز الطلب
case-fact-opened = فُتحت القضية
case-fact-charge-decided = تقرّر توجيه التهمة
case-fact-risk-assessed = قُيّم الخطر على ضحية
case-fact-testimony-requested = طُلبت شهادة ضحية
case-fact-wrong-ended = انتهى إجراء بحق شخص ليس مشتبهًا فيه
case-fact-arrest-made = أوقفت سلطة الشخص
case-fact-person-detained = احتجزت سلطة الشخص
case-fact-charge-brought = وجّهت سلطة تهمة إلى الشخص
case-fact-verdict-given = أصدرت محكمة حكمها
case-fact-sentence-passed = أصدرت محكمة عقوبة
case-fact-appeal-lodged = قُدّم استئناف
case-fact-became-final = صار الحكم نهائيًا
case-fact-release-happened = غادر الشخص الاحتجاز
case-fact-closed-by-authority = أغلقت سلطة القضية أو الإجراء
case-fact-diverted-by-authority = حوّلت سلطة الشخص إلى برنامج

# من أين يبدأ القسم.
cases-home-intro = من البلاغ إلى النتيجة النهائية. يمكن تتبّع كل توقيف حتى معرفة ما آل إليه.
cases-home-files = القضايا المفتوحة، وأحدثها قيدًا أولًا. امسح التصفية لترى القضايا كلها.
cases-home-new = من بلاغ أو من دونه: لا حاجة إلى شكوى.
cases-home-proceedings = شخص واحد في قضية واحدة، وإلى أين وصل الإجراء.
cases-home-timeline = ماذا جرى، ومن قام به، ومتى.
cases-home-victims = من سُجّل ضحيةً في أي قضية.
cases-home-risks = ما قُيّم قبل الإفراج: الخطر على كل ضحية.
cases-home-demand = المستويات والفئات، للمشتبه فيهم وللقضايا كلها.

# قضية واحدة.
cases-title = القضية { $number }
cases-number = الرقم الكامل
cases-none = لا يوجد
cases-cut = لا يظهر هنا من كل نوع إلا أحدث { $rows } صف. القوائم أدناه تضم كل شيء.
cases-date-unknown = غير معروف
cases-date-between = من { $from } إلى { $to }
cases-persons = الأشخاص
cases-persons-words = يظهر الأشخاص هنا بأرقامهم. يقود الرقم إلى صفحة الشخص في هذه القضية.
cases-names-show = إظهار الأسماء
cases-names-recorded = تبقى الأسماء مغلقة حتى تطلبها. يُسجَّل أنك اطّلعت عليها ومتى ولأي غرض، ويمكن لجهة الرقابة قراءة ذلك.
cases-suspects = المشتبه فيهم
cases-victims = الضحايا
cases-wronged = أشخاص ليسوا مشتبهًا فيهم، لكن سلطة تتخذ إجراءً بحقهم
cases-wronged-words = من كان طفلًا أو ربما كان طفلًا ليس مشتبهًا فيه بسبب ما فرضه عليه الاستغلال. يُسجَّل ما فعلته السلطة مخالفةً ويُتتبَّع حتى نتيجته، ولا يُحسب إجراءً بحق جانٍ.
cases-no-thread = لا توجد مراسلة: تُعلَم الضحية بالطريقة المتفق عليها معها
cases-sentence = العقوبة
cases-verdict-final = { $verdict }، نهائي
cases-months = { $months ->
    [zero] لا أشهر حبس
    [one] شهر حبس واحد
    [two] شهرا حبس
    [few] { $months } أشهر حبس
    [many] { $months } شهر حبس
   *[other] { $months } شهر حبس
}
cases-timeline = ما حدث
cases-of-person = الشخص { $number }
cases-by-unit = بقرار من الوحدة { $number }
cases-by-authority = السلطة { $number }
cases-by-document = الوثيقة { $number }
cases-violates = يخالف قاعدة
cases-coded = ما رُمّز وما قُيّم
cases-coded-whom = من أو ماذا
cases-demand = الطلب
cases-as-a-whole = القضية كلها
cases-risks = الخطر على الضحايا
cases-risk-released = إذا أُفرج عن
cases-risk-today = لإفراج اليوم
cases-risk-counts = يُعتدّ به
cases-risk-old = قديم: يلزم تقييم جديد
cases-risk-no-interests = لم تُراعَ المصالح الفضلى
cases-risk-missing = لم يُقيَّم
cases-risk-assess = تقييم
cases-risks-of-release = الخطر على كل ضحية إذا أُفرج عن هذا الشخص
cases-do = ما يمكنك إدخاله
cases-do-persons = الأشخاص
cases-do-here = في هذه القضية
cases-do-victim = من أجل الضحية
cases-do-decide = اتخاذ قرار
cases-do-facts = إدخال ما فعلته سلطة
cases-do-other = غير ذلك
cases-new-person = إدخال شخص جديد
cases-lists = المعلومات نفسها في قوائم

# شخص واحد في قضية.
cases-person-title = الشخص { $number }
cases-here = في هذه القضية
cases-is-victim = ضحية
cases-is-suspect = مشتبه فيه
cases-is-both = ضحية ومشتبه فيه
cases-is-wronged = ليس مشتبهًا فيه: ظلمته سلطة
cases-is-wronged-victim = ضحية ظلمتها سلطة
cases-is-nobody = لم يُدخل شيء بعد

# الأسماء.
cases-names-title = الأسماء في القضية { $number }
cases-names-look-recorded = يُسجَّل هذا الاطلاع مع غرضك، ويمكن لجهة الرقابة قراءته.
cases-names-none = لم يُذكر اسم، أو مُحي.
cases-born = تاريخ الميلاد: { $when }
cases-closing-words = كلمات ذُكرت عند الإغلاق
cases-candidates-title = هل هذا الشخص معروف من قبل؟
cases-candidates-intro = لكل شخص سجل واحد، كي تُحفظ كل حقوقه وكل ما يُعرف عنه في مكان واحد. ابحث عن الاسم قبل أن تُدخل أحدًا.
cases-candidates-name = الاسم
cases-candidates-hint = لا أهمية لحالة الأحرف ولا للتشكيل ولا لترتيب الأسماء. أما الألقاب وطرق الكتابة الأخرى فلكل منها بحث خاص.
cases-candidates-find = ابحث
cases-candidates-found = { $count ->
    [0] لم يُدخَل أحد بهذا الاسم
    [one] أُدخِل شخص واحد بهذا الاسم
    [two] أُدخِل شخصان بهذا الاسم
    [few] أُدخِل { $count } أشخاص بهذا الاسم
    [many] أُدخِل { $count } شخصًا بهذا الاسم
   *[other] أُدخِل { $count } شخص بهذا الاسم
}
cases-candidates-enter = ليس أحدًا من هؤلاء: أدخل شخصًا جديدًا
cases-candidates-empty = لا يتضمن الاسم أي حرف.
cases-candidates-empty-right = اكتب الاسم بقدر ما هو معروف.

cases-home-matches = أدخلت وحدة أخرى الاسم نفسه. لا يُبلَّغ بذلك غيركم، والقرار لكم في إطلاعها.
list-cases-matches = تطابقات صامتة
act-cases-answer-match = تحديد ما إذا كان للوحدة الأخرى أن تعلم بسجلكم
column-match-id = التطابق
column-kept = سجلكم
column-found-at = وُجد في
field-match-id = التطابق
field-share = للوحدة الأخرى أن تعلم بهذا السجل
match-state-open = في انتظار الحائز
match-state-shared = أُطلعت الوحدة الأخرى
match-state-not-shared = لم تُطلع الوحدة الأخرى
waits-matches = سجلات بالاسم نفسه: القرار لكم هل تُبلَّغ الوحدة الأخرى
waits-charges = موقوفون لم يُبَتّ في توجيه التهمة إليهم
waits-verdicts = متهمون لم يُدخَل حكم بشأنهم

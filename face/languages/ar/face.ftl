## ما تقوله كل صفحة، أيًّا كان القسم الذي تنتمي إليه.

name = توتيلا
# العنوان الذي يحفظه المتصفح في سجله: واحد في كل الصفحات العامة حتى لا يكشف شيئًا.
window-title = معلومات
language-own-name = العربية
languages-label = اللغات
skip-to-main = انتقل إلى المحتوى الرئيسي
home-label = { name }، الصفحة الأولى

exit-label = غادر هذه الصفحة الآن
exit-hint = للمغادرة فورًا يمكنك أيضًا الضغط على مفتاح Shift ثلاث مرات.

public-footer-trace = لا يحفظ هذا الموقع ملفات تعريف في جهازك ولا يسجّل عنوانك. لكنّ متصفحك قد يتذكّر أنك كنت هنا.

nav-label = الأقسام الرئيسية
sign-out = تسجيل الخروج
signed-in-as = المستخدم الحالي
purpose-label = الغرض الحالي من عملك:
purpose-none = لم يُذكر أي غرض، لذلك تبقى البيانات الشخصية مغلقة.
purpose-change = تغيير الغرض
staff-footer = يُسجَّل كل اطلاع على البيانات الشخصية، ويمكن لجهة الرقابة قراءة السجل.
back = رجوع

yes = نعم
no = لا
optional = (اختياري)
continue = متابعة
save = حفظ
choose = اختر…

errors-title = هناك ما يحتاج إلى انتباهك
errors-intro = ما كتبته لا يزال محفوظًا هنا. يُرجى تعديل ما يرد أدناه.
error-prefix = خطأ:
error-line = { $wrong } { $right }

notice-title = يُرجى الانتباه
done-title = تمّ
warning-label = تحذير

date-day = اليوم
date-month = الشهر
date-year = السنة
# تاريخ كامل واحد حتى لا يختلط اليوم بالشهر.
date-full = { $day } { $month } { $year }
date-month-year = { $month } { $year }
date-time = { $date }، { $time } بالتوقيت العالمي
month-1 = كانون الثاني/يناير
month-2 = شباط/فبراير
month-3 = آذار/مارس
month-4 = نيسان/أبريل
month-5 = أيار/مايو
month-6 = حزيران/يونيو
month-7 = تموز/يوليو
month-8 = آب/أغسطس
month-9 = أيلول/سبتمبر
month-10 = تشرين الأول/أكتوبر
month-11 = تشرين الثاني/نوفمبر
month-12 = كانون الأول/ديسمبر
percent = { $n }%

table-empty = لا يوجد ما يُعرض هنا.
table-shown = { $rows ->
    [0] لم يُعثر على شيء
    [zero] لم يُعثر على شيء
    [one] صف واحد
    [two] صفان
    [few] { $rows } صفوف
    [many] { $rows } صفًا
   *[other] { $rows } صف
}
table-shown-more = أكثر من { $rows } صف
sort-by = ترتيب حسب: { $column }
sorted-up = مرتّب من الأصغر أو الأقدم
sorted-down = مرتّب من الأكبر أو الأحدث
export = تنزيل في ملف
filter-label = تصفية هذه القائمة
filter-apply = عرض
filter-clear = مسح
all = الكل
change = تعديل
not-shown = غير معروض
not-shown-why = لا تُعرض الأعداد الصغيرة حتى لا يمكن التعرف على أي شخص.
chart-table = عرض الأرقام في جدول
chart-desc = رسم بياني بالأعمدة. { $parts }.
chart-part = { $label }: { $value }
chart-column-label = الفئة
chart-column-value = العدد

pages-label = صفحات هذه القائمة
page-previous = الصفحة السابقة
page-next = الصفحة التالية
page-number = الصفحة { $n }

timeline-label = ما حدث بالترتيب
receipt-label = رقم الإيصال الخاص بك
receipt-keep = اكتب هذا الرقم واحتفظ به. هو الطريق الوحيد للعودة إلى بلاغك، ولا يملكه أحد غيرك.

problem-bad-request-title = تعذّر فهم الطلب
problem-bad-request-detail = هناك شيء غير متوقع في العنوان أو في النموذج. ارجع وحاول مرة أخرى.
problem-sign-in-title = يُرجى تسجيل الدخول
problem-sign-in-detail = هذا القسم مفتوح فقط لمن سجّل دخوله.
problem-forbidden-title = هذه الصفحة مغلقة أمامك
problem-forbidden-detail = دورك أو غرضك لا يفتح هذه الصفحة. إن كنت تحتاج إليها في عملك، فاطلب ذلك ممّن يمنح الأدوار.
problem-not-found-title = لا يوجد شيء في هذا العنوان
problem-not-found-detail = ربما كُتب العنوان خطأً أو أصبح قديمًا. لم يضِع شيء ممّا أرسلته.
problem-method-title = هذا العنوان مخصص لأمر آخر
problem-method-detail = ارجع واستخدم الأزرار الموجودة في الصفحة.
problem-conflict-title = غيّر شخص آخر هذا قبلك
problem-conflict-detail = افتح الصفحة من جديد لترى ما فيها الآن، ثم قرّر مرة أخرى.
problem-too-large-title = الحجم كبير جدًا
problem-too-large-detail = أرسل أقل في المرة الواحدة: نصًا أقصر أو ملفًا أصغر.
problem-refused-title = لم يُقبل هذا
problem-refused-detail = لم يتغيّر شيء. اقرأ أدناه ما يمنع ذلك وما يمكنك فعله بدلًا منه.
problem-too-many-title = محاولات كثيرة جدًا
problem-too-many-detail = انتظر بضع دقائق ثم حاول مرة أخرى.
problem-internal-title = حدث عطل لدينا
problem-internal-detail = ليس الخطأ منك. حاول مرة أخرى بعد بضع دقائق.
problem-unavailable-title = هذه الخدمة غير متاحة الآن
problem-unavailable-detail = حاول مرة أخرى بعد بضع دقائق.
problem-reference = الرقم المرجعي للدعم:
problem-home = اذهب إلى الصفحة الأولى

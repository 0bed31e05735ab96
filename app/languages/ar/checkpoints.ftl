## نقاط التحقق التي تكتبها العقدة إلى أماكن أخرى.

nav-checkpoints = نقاط التحقق
checkpoints-title = نقاط تحقق محفوظة في مكان آخر
checkpoints-about = نقطة التحقق هي شهادة موقَّعة من العقدة بطول السجل وبما كان فيه. إذا حفظها طرف آخر كشفت القيود التي قُطعت أو أُعيدت كتابتها لاحقًا.
checkpoints-entries = عدد قيود السجل الآن: { $entries }.
checkpoints-none = لا تكتب هذه العقدة نقاط التحقق إلى أي مكان. من يشغّلها يحدد الأماكن عند تشغيلها.
checkpoints-caption = الأماكن
checkpoints-place = المكان
checkpoints-succeeded = آخر كتابة (بالتوقيت العالمي)
checkpoints-size = القيود المشمولة
checkpoints-failed = آخر إخفاق (بالتوقيت العالمي)
checkpoints-failures = الإخفاقات منذ ذلك
checkpoints-trouble = آخر ما تعذّر
checkpoints-never = لم يحدث
checkpoints-fine = لا شيء
checkpoints-trouble-unreachable = لا أحد يجيب هناك.
checkpoints-trouble-late = لم يصل جواب في الوقت المحدد.
checkpoints-trouble-encryption = شهادته أو تشفيره غير مقبول.
checkpoints-trouble-status = أجاب بالحالة { $status }.
checkpoints-trouble-missing = المجلد غير موجود.
checkpoints-trouble-denied = لا يُسمح للعقدة بالكتابة هناك.
checkpoints-trouble-full = القرص ممتلئ.
checkpoints-trouble-differs = توجد هناك نقطة تحقق أخرى لا يُكمّلها هذا السجل. تحقَّق من السجل بها.
checkpoints-trouble-unwritable = تتعذر الكتابة فيه.

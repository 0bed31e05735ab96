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

## The key store in figures.

nav-keys = المفاتيح
keys-title = المفاتيح
keys-about = لكل بلاغ ولكل شخص مفتاح خاص به، ومفتاح العقدة يغلّفها كلها. تظهر هنا أرقام فقط: لا يُعرض أي مفتاح في أي مكان.
keys-node-key = رقم مفتاح العقدة
keys-since = مستخدم منذ (التوقيت العالمي)
keys-since-not-known = قبل أن يُدوَّن ذلك
keys-count = المفاتيح
keys-unused = منها غير مستخدم بعد
keys-age-under-30-days = عمرها أقل من 30 يوماً
keys-age-30-to-365-days = عمرها من 30 يوماً إلى سنة
keys-age-over-365-days = عمرها أكثر من سنة
keys-age-not-written-down = عمرها غير مدوَّن
keys-under-older = ما زالت مغلّفة بمفتاح العقدة السابق
keys-team-reports-desk = مكتب البلاغات، المفتاح { $number }
keys-team-current = مستخدم حالياً، أُنشئ في { $made }، عمره بالأيام: { $days }
keys-team-replaced = مستبدَل، أُنشئ في { $made }، عمره بالأيام: { $days }؛ يفتح حتى { $until }
keys-turn-about = عند استبدال مفتاح العقدة يستمر العمل، ويختم الباب العام بمفتاح جديد. بعد ذلك يوضع node.key الجديد في الخزنة، وتُنسخ المفاتيح احتياطياً من جديد.

nav-victims = الضحايا
list-victims-wishes = رغبات الضحايا
list-victims-notices = إشعارات الإفراج
act-victims-name-guardian = تسمية والد أو وصي
act-victims-exclude-guardian = الطفل يستبعد والداً أو وصياً
act-victims-state-wish = ذكر رغبة ضحية

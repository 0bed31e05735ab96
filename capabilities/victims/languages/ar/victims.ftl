nav-victims = الضحايا
nav-victims-notices = إشعارات الإفراج
list-victims-wishes = رغبات الضحايا
list-victims-notices = إشعارات الإفراج
list-victims-guardians = آباء الأطفال وأوصياؤهم
act-victims-name-guardian = تسمية والد أو وصي
act-victims-exclude-guardian = الطفل يستبعد والدًا أو وصيًا
act-victims-state-wish = ذكر رغبة ضحية

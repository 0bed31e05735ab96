nav-victims = Victims
nav-victims-notices = Release notices
list-victims-wishes = Wishes of victims
list-victims-notices = Release notices
list-victims-guardians = Parents and guardians of children
act-victims-name-guardian = Name a parent or guardian
act-victims-exclude-guardian = The child excludes a parent or guardian
act-victims-state-wish = State a victim's wish

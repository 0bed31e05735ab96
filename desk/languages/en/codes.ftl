# Labels of code lists; a code without a key shows its English label.

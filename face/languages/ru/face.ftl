## What every page says, whatever room it belongs to.

name = Tutela
# The title that a browser keeps in its history: the same on every public page, so that it tells nothing.
window-title = Информация
language-own-name = Русский
languages-label = Языки
skip-to-main = Перейти к основному тексту
home-label = { name }, главная страница

exit-label = Быстро уйти с этой страницы
exit-hint = Уйти сразу можно и так: трижды нажми клавишу Shift.

public-footer-trace = Этот сайт не сохраняет файлы cookie и не записывает твой адрес в интернете. Но браузер может запомнить, что этот сайт открывали.

nav-label = Главные разделы
sign-out = Выйти
signed-in-as = Вы вошли как
purpose-label = Ваша цель сейчас:
purpose-none = Цель не указана. Персональные данные остаются закрытыми.
purpose-change = Изменить цель
staff-footer = Каждый просмотр персональных данных записывается. Эти записи может прочитать надзорный орган.
back = Назад

yes = Да
no = Нет
optional = (необязательно)
continue = Дальше
save = Сохранить
choose = Выбрать…

errors-title = Нужно кое-что поправить
errors-intro = Твой текст остался здесь. Пожалуйста, исправь то, что указано ниже.
error-prefix = Ошибка:
error-line = { $wrong } { $right }

notice-title = Важно
done-title = Готово
warning-label = Внимание

date-day = День
date-month = Месяц
date-year = Год
# One whole date, so that nobody confuses day and month.
date-full = { $day } { $month } { $year } года
date-month-year = в течение { $month } { $year } года
date-time = { $date }, { $time } UTC
month-1 = января
month-2 = февраля
month-3 = марта
month-4 = апреля
month-5 = мая
month-6 = июня
month-7 = июля
month-8 = августа
month-9 = сентября
month-10 = октября
month-11 = ноября
month-12 = декабря
percent = { $n } %

table-empty = Здесь ничего нет.
table-shown = { $rows ->
    [0] Ничего не найдено
    [one] { $rows } строка
    [few] { $rows } строки
    [many] { $rows } строк
   *[other] { $rows } строки
}
table-shown-more = Более { $rows } строк
sort-by = Сортировать по столбцу «{ $column }»
sorted-up = сначала меньшие или более ранние
sorted-down = сначала большие или более поздние
export = Скачать файл
filter-label = Фильтр для этого списка
filter-apply = Показать
filter-clear = Сбросить
all = Все
change = Изменить
not-shown = не показано
not-shown-why = Маленькие числа не показаны, чтобы по ним никого нельзя было узнать.
chart-table = Показать числа в таблице
chart-desc = Столбчатая диаграмма. { $parts }.
chart-part = { $label }: { $value }
chart-column-label = Группа
chart-column-value = Количество

pages-label = Страницы этого списка
page-previous = Предыдущая страница
page-next = Следующая страница
page-number = Страница { $n }

timeline-label = Что произошло, по порядку
receipt-label = Твой код
receipt-keep = Запиши этот код. Вернуться к твоему сообщению можно только с ним. Больше ни у кого его нет.

problem-bad-request-title = Это не получилось понять
problem-bad-request-detail = В адресе или в форме что-то не так. Вернись назад и попробуй ещё раз.
problem-sign-in-title = Сначала нужно войти
problem-sign-in-detail = Эта часть открыта только для тех, кто вошёл в систему.
problem-forbidden-title = Эта страница для вас закрыта
problem-forbidden-detail = Ваша роль или цель её не открывает. Если она нужна вам для работы, обратитесь к тому, кто назначает роли.
problem-not-found-title = По этому адресу ничего нет
problem-not-found-detail = Возможно, в адресе опечатка или он устарел. Всё, что было отправлено, на месте.
problem-method-title = Этот адрес нужен для другого
problem-method-detail = Вернись назад и нажми одну из кнопок на странице.
problem-conflict-title = Кто-то уже изменил это раньше
problem-conflict-detail = Открой страницу ещё раз и посмотри, что там теперь. Потом реши снова.
problem-too-large-title = Это слишком много для одного раза
problem-too-large-detail = Отправь за один раз меньше: текст покороче или файл поменьше.
problem-refused-title = Это принять не получилось
problem-refused-detail = Ничего не изменилось. Ниже сказано, что мешает и что можно сделать вместо этого.
problem-too-many-title = Слишком много попыток
problem-too-many-detail = Подожди несколько минут и попробуй снова.
problem-internal-title = У нас что-то сломалось
problem-internal-detail = Это не твоя вина. Пожалуйста, попробуй ещё раз через несколько минут.
problem-unavailable-title = Сейчас это не работает
problem-unavailable-detail = Пожалуйста, попробуй ещё раз через несколько минут.
problem-reference = Номер для службы поддержки:
problem-home = Перейти на главную страницу

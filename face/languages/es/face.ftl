## What every page says, whatever room it belongs to.

name = Tutela
# The title that a browser keeps in its history: the same on every public page, so that it tells nothing.
window-title = Información
language-own-name = Español
languages-label = Idiomas
skip-to-main = Ir al contenido principal
home-label = { name }, página de inicio

exit-label = Salir de esta página ahora
exit-hint = Para salir enseguida, también puedes pulsar tres veces la tecla Mayús (Shift).

public-footer-trace = Este sitio no usa cookies ni anota tu dirección. Pero tu navegador puede recordar que estuviste aquí.

nav-label = Partes principales
sign-out = Cerrar sesión
signed-in-as = Sesión de
purpose-label = Finalidad actual:
purpose-none = No hay ninguna finalidad indicada. Los datos personales siguen cerrados.
purpose-change = Cambiar la finalidad
staff-footer = Cada consulta de datos personales queda registrada. El organismo de supervisión puede leer ese registro.
back = Volver

yes = Sí
no = No
optional = (opcional)
continue = Continuar
save = Guardar
choose = Elige…

errors-title = Hay algo que corregir
errors-intro = Lo que escribiste sigue aquí. Cambia solo lo que se indica abajo, por favor.
error-prefix = Error:
error-line = { $wrong } { $right }

notice-title = Ten en cuenta
done-title = Listo
warning-label = Atención

date-day = Día
date-month = Mes
date-year = Año
# One whole date, so that nobody confuses day and month.
date-full = { $day } de { $month } de { $year }
date-month-year = { $month } de { $year }
date-time = { $date }, { $time } UTC
month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre
percent = { $n } %

table-empty = No hay nada que mostrar aquí.
table-shown = { $rows ->
    [0] No se encontró nada
    [one] 1 fila
   *[other] { $rows } filas
}
table-shown-more = Más de { $rows } filas
sort-by = Ordenar por { $column }
sorted-up = en orden, primero lo más pequeño o lo más antiguo
sorted-down = en orden, primero lo más grande o lo más reciente
export = Descargar en un archivo
filter-label = Filtrar esta lista
filter-apply = Mostrar
filter-clear = Borrar
all = Todo
change = Cambiar
not-shown = no se muestra
not-shown-why = Los números pequeños no se muestran, para que nadie pueda reconocer a una persona.
chart-table = Ver los números en una tabla
chart-desc = Gráfico de barras. { $parts }.
chart-part = { $label }: { $value }
chart-column-label = Grupo
chart-column-value = Número

pages-label = Páginas de esta lista
page-previous = Página anterior
page-next = Página siguiente
page-number = Página { $n }

timeline-label = Lo que pasó, en orden
receipt-label = Tu código
receipt-keep = Anota este código y guárdalo bien. Es la única manera de volver a tu aviso. Nadie más lo tiene.

problem-bad-request-title = No pudimos entender esto
problem-bad-request-detail = Había algo raro en la dirección o en el formulario. Vuelve atrás e inténtalo otra vez.
problem-sign-in-title = Primero hay que iniciar sesión
problem-sign-in-detail = Esta parte solo se abre cuando se ha iniciado sesión.
problem-forbidden-title = No tienes acceso a esta página
problem-forbidden-detail = Tu función o tu finalidad no abre esta página. Si la necesitas para tu trabajo, pídela a quien da los permisos.
problem-not-found-title = No hay nada en esta dirección
problem-not-found-detail = Puede que la dirección esté mal escrita o que ya no exista. No se perdió nada de lo que enviaste.
problem-method-title = Esta dirección sirve para otra cosa
problem-method-detail = Vuelve atrás y usa los botones de la página.
problem-conflict-title = Otra persona cambió esto antes que tú
problem-conflict-detail = Abre la página de nuevo para ver qué hay ahora. Después decide otra vez.
problem-too-large-title = Esto es demasiado grande
problem-too-large-detail = Envía menos de una vez: un texto más corto o un archivo más pequeño.
problem-refused-title = Esto no se pudo aceptar
problem-refused-detail = No cambió nada. Lee abajo qué lo impide y qué puedes hacer en su lugar.
problem-too-many-title = Demasiados intentos
problem-too-many-detail = Espera unos minutos e inténtalo otra vez.
problem-internal-title = Algo falló de nuestro lado
problem-internal-detail = No es tu culpa. Inténtalo otra vez en unos minutos, por favor.
problem-unavailable-title = Esto no está disponible ahora mismo
problem-unavailable-detail = Inténtalo otra vez en unos minutos, por favor.
problem-reference = Referencia para quien te ayude:
problem-home = Ir a la página de inicio

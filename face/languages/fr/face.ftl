## What every page says, whatever room it belongs to.

name = Tutela
# The title that a browser keeps in its history: the same on every public page, so that it tells nothing.
window-title = Informations
language-own-name = Français
languages-label = Langues
skip-to-main = Aller au contenu principal
home-label = { name }, page d’accueil

exit-label = Quitter cette page maintenant
exit-hint = Pour partir vite, tu peux aussi appuyer trois fois sur la touche Maj (Shift).

public-footer-trace = Ce site n’utilise pas de cookies et ne note pas ton adresse. Ton navigateur peut quand même garder une trace de ta visite.

nav-label = Parties principales
sign-out = Se déconnecter
signed-in-as = Session ouverte :
purpose-label = Finalité en cours :
purpose-none = Aucune finalité indiquée. Les données personnelles restent fermées.
purpose-change = Changer de finalité
staff-footer = Chaque consultation de données personnelles est enregistrée. L’organe de contrôle peut la relire.
back = Retour

yes = Oui
no = Non
optional = (facultatif)
continue = Continuer
save = Enregistrer
choose = Choisir…

errors-title = Il y a quelque chose à corriger
errors-intro = Ce que tu as écrit est toujours là. Change seulement ce qui est indiqué ci-dessous.
error-prefix = Erreur :
error-line = { $wrong } { $right }

notice-title = À noter
done-title = C’est fait
warning-label = Attention

date-day = Jour
date-month = Mois
date-year = Année
# One whole date, so that nobody confuses day and month.
date-full = { $day } { $month } { $year }
date-month-year = { $month } { $year }
date-time = { $date }, { $time } UTC
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre
percent = { $n } %

table-empty = Rien à afficher ici.
table-shown = { $rows ->
    [0] Aucun résultat
    [one] 1 ligne
   *[other] { $rows } lignes
}
table-shown-more = Plus de { $rows } lignes
sort-by = Trier par { $column }
sorted-up = trié, le plus petit ou le plus ancien d’abord
sorted-down = trié, le plus grand ou le plus récent d’abord
export = Télécharger dans un fichier
filter-label = Filtrer cette liste
filter-apply = Afficher
filter-clear = Effacer
all = Tout
change = Modifier
not-shown = non affiché
not-shown-why = Les petits nombres ne sont pas affichés, pour que personne ne puisse être reconnu.
chart-table = Afficher les chiffres dans un tableau
chart-desc = Diagramme en barres. { $parts }.
chart-part = { $label } : { $value }
chart-column-label = Groupe
chart-column-value = Nombre

pages-label = Pages de cette liste
page-previous = Page précédente
page-next = Page suivante
page-number = Page { $n }

timeline-label = Ce qui s’est passé, dans l’ordre
receipt-label = Ton code
receipt-keep = Écris ce numéro et garde-le bien. C’est le seul moyen de revenir à ton signalement. Personne d’autre ne l’a.

problem-bad-request-title = Nous n’avons pas compris la demande
problem-bad-request-detail = Quelque chose ne va pas dans l’adresse ou dans le formulaire. Reviens en arrière et essaie encore une fois.
problem-sign-in-title = Il faut d’abord se connecter
problem-sign-in-detail = Cette partie est réservée aux personnes connectées.
problem-forbidden-title = Cette page n’est pas accessible ici
problem-forbidden-detail = Ce rôle ou cette finalité n’ouvre pas cette page. Si le travail le demande, la personne qui attribue les rôles peut aider.
problem-not-found-title = Il n’y a rien à cette adresse
problem-not-found-detail = L’adresse est peut-être mal tapée ou trop ancienne. Rien de ce que tu as envoyé n’est perdu.
problem-method-title = Cette adresse sert à autre chose
problem-method-detail = Reviens en arrière et utilise les boutons de la page.
problem-conflict-title = Quelqu’un a changé cela juste avant
problem-conflict-detail = Ouvre de nouveau la page pour voir ce qu’elle contient maintenant. Puis décide encore une fois.
problem-too-large-title = C’est trop à la fois
problem-too-large-detail = Envoie-en moins à la fois : un texte plus court ou un fichier plus petit.
problem-refused-title = Cela n’a pas été accepté
problem-refused-detail = Rien n’a changé. Lis ci-dessous ce qui bloque et ce que tu peux faire à la place.
problem-too-many-title = Trop d’essais
problem-too-many-detail = Attends quelques minutes, puis essaie encore.
problem-internal-title = Quelque chose n’a pas marché de notre côté
problem-internal-detail = Ce n’est pas ta faute. Essaie encore dans quelques minutes.
problem-unavailable-title = Ce n’est pas disponible pour le moment
problem-unavailable-detail = Essaie encore dans quelques minutes.
problem-reference = Référence à donner à l’assistance :
problem-home = Aller à la page d’accueil

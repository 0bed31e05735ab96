## What every page says, whatever room it belongs to.

name = Tutela
# The title that a browser keeps in its history: the same on every public page, so that it tells nothing.
window-title = 信息
language-own-name = 中文
languages-label = 语言
skip-to-main = 跳到主要内容
home-label = { name }，首页

exit-label = 马上离开这个页面
exit-hint = 想马上离开，也可以连按三次Shift键。

public-footer-trace = 本网站不使用Cookie，也不会记下你的网络地址。不过，你的浏览器可能会留下访问记录。

nav-label = 主要栏目
sign-out = 退出登录
signed-in-as = 当前登录：
purpose-label = 当前目的：
purpose-none = 还没有说明目的，个人资料保持关闭。
purpose-change = 更改目的
staff-footer = 每次查看个人资料都会留下记录，监督人员可以查阅。
back = 返回

yes = 是
no = 否
optional = （选填）
continue = 继续
save = 保存
choose = 请选择……

errors-title = 有些地方需要修改
errors-intro = 你写的内容都还在。请修改下面列出的地方。
error-prefix = 错误：
error-line = { $wrong }{ $right }

notice-title = 请注意
done-title = 完成
warning-label = 警告

date-day = 日
date-month = 月
date-year = 年
# One whole date, so that nobody confuses day and month.
date-full = { $year }年{ $month }{ $day }日
date-month-year = { $year }年{ $month }
date-time = { $date } { $time }（UTC）
month-1 = 1月
month-2 = 2月
month-3 = 3月
month-4 = 4月
month-5 = 5月
month-6 = 6月
month-7 = 7月
month-8 = 8月
month-9 = 9月
month-10 = 10月
month-11 = 11月
month-12 = 12月
percent = { $n }%

table-empty = 这里还没有内容。
table-shown = { $rows ->
    [0] 没有找到
   *[other] { $rows }行
}
table-shown-more = 超过{ $rows }行
sort-by = 按“{ $column }”排序
sorted-up = 已排序：从小到大，或从旧到新
sorted-down = 已排序：从大到小，或从新到旧
export = 下载文件
filter-label = 筛选这个列表
filter-apply = 显示
filter-clear = 清除
all = 全部
change = 更改
not-shown = 不显示
not-shown-why = 太小的数目不显示，这样谁也不会被认出来。
chart-table = 用表格显示这些数字
chart-desc = 条形图。{ $parts }。
chart-part = { $label }：{ $value }
chart-column-label = 组别
chart-column-value = 数量

pages-label = 这个列表的各页
page-previous = 上一页
page-next = 下一页
page-number = 第{ $n }页

timeline-label = 事情的先后经过
receipt-label = 你的回执码
receipt-keep = 请把回执码抄下来。只有凭它才能再找到你的举报，别人都没有。

problem-bad-request-title = 我们没能看懂这个请求
problem-bad-request-detail = 网址或表格里有些内容不对。请返回，再试一次。
problem-sign-in-title = 请先登录
problem-sign-in-detail = 这一部分只有登录后才能查看。
problem-forbidden-title = 你不能打开这个页面
problem-forbidden-detail = 你的角色或目的不能打开这个页面。如果工作需要，请找负责分配角色的人。
problem-not-found-title = 这个网址没有内容
problem-not-found-detail = 网址可能打错了，或者已经失效。你发送过的内容一点也没有丢。
problem-method-title = 这个网址是做别的用的
problem-method-detail = 请返回，用页面上的按钮操作。
problem-conflict-title = 有人比你先做了修改
problem-conflict-detail = 请重新打开页面，看看现在的内容，再做决定。
problem-too-large-title = 内容太大了
problem-too-large-detail = 请一次少发一些：文字短一点，或者文件小一点。
problem-refused-title = 这次没有被接受
problem-refused-detail = 什么都没有改动。请看下面：原因是什么，还可以怎么做。
problem-too-many-title = 尝试次数太多
problem-too-many-detail = 请等几分钟再试。
problem-internal-title = 我们这边出了问题
problem-internal-detail = 这不是你的错。请过几分钟再试。
problem-unavailable-title = 现在暂时打不开
problem-unavailable-detail = 请过几分钟再试。
problem-reference = 向技术支持求助时用的编号：
problem-home = 回到首页

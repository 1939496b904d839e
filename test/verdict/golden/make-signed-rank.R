# Writes signed-rank.json: expected p-values, estimates and intervals, none of them computed by this project's code.
#
#   Rscript make-signed-rank.R > signed-rank.json && npx biome format --write signed-rank.json
#
# Made with R 4.2.2, exactRankTests 0.8-35, coin 1.4-2 and jsonlite 1.8.4. On Debian: r-base-core,
# r-cran-exactranktests, r-cran-coin, r-cran-jsonlite.
#
# p         one-sided, zeros dropped, midranks, exact: exactRankTests::wilcox.exact. Checked here against coin, and against
#           the enumeration of all 2^n sign patterns.
# estimate  median of the Walsh averages of all values; for untied data that is what wilcox.test gives.
# interval  95 %, two-sided: of wilcox.test for untied data; else the same Walsh averages, counted off by qsignrank. Five
#           values have no such interval.

suppressPackageStartupMessages({
  library(exactRankTests)
  library(coin)
})

RNGversion('4.0.0')
set.seed(20240607)

kinds <- c('untied', 'ties', 'zeros', 'ties and zeros')
leanings <- c(negative = -0.7, none = 0, positive = 0.7)

draw <- function(n, kind, leaning) {
  fine <- function() round(rnorm(n, leaning), 3)
  coarse <- function() round(rnorm(n, leaning) * 2) / 2
  nonzero <- function(x) ifelse(x == 0, sample(c(-0.5, 0.5), n, replace = TRUE), x)
  emptied <- function(x) replace(x, sample(n, max(1, n %/% 6)), 0)
  repeat {
    x <- switch(kind,
      'untied' = fine(),
      'ties' = nonzero(coarse()),
      'zeros' = emptied(fine()),
      'ties and zeros' = emptied(coarse()))
    magnitudes <- abs(x[x != 0])
    tied <- anyDuplicated(magnitudes) > 0
    if (length(magnitudes) > 1 && tied == (kind %in% c('ties', 'ties and zeros'))) return(x)
  }
}

enumerated <- function(x) {
  ranks <- rank(abs(x))
  sums <- Reduce(function(sums, each) c(sums, sums + each), ranks, 0)
  mean(sums >= sum(ranks[x > 0]))
}

by_coin <- function(x) {
  test <- wilcoxsign_test(x ~ rep(0, length(x)), distribution = 'exact', alternative = 'greater', zero.method = 'Wilcoxon')
  as.numeric(pvalue(test))
}

expected <- function(n, kind, leaning) {
  x <- draw(n, kind, leanings[[leaning]])
  nonzero <- x[x != 0]
  p <- suppressWarnings(wilcox.exact(x, alternative = 'greater', exact = TRUE))$p.value
  stopifnot(abs(p / enumerated(nonzero) - 1) < 1e-12, abs(p / by_coin(nonzero) - 1) < 1e-9)

  walsh <- outer(x, x, '+') / 2
  walsh <- sort(walsh[lower.tri(walsh, diag = TRUE)])
  k <- qsignrank(0.025, n)
  # The tail below k is at most 2.5 %, that up to k is more. k is 0 where even the smallest sum alone is more.
  stopifnot(k == 0 || psignrank(k - 1, n) <= 0.025, psignrank(k, n) > 0.025)
  interval <- if (k == 0) c(NA, NA) else c(walsh[k], walsh[length(walsh) + 1 - k])
  estimate <- median(walsh)
  if (kind == 'untied') {
    ours <- c(interval, estimate)
    test <- suppressWarnings(wilcox.test(x, conf.int = TRUE, exact = TRUE))
    if (k > 0) interval <- as.numeric(test$conf.int)
    estimate <- as.numeric(test$estimate)
    stopifnot(all(abs(c(interval, estimate) - ours) < 1e-12, na.rm = TRUE))
  }
  list(
    name = jsonlite::unbox(paste0(n, ' values, ', kind, ', leaning: ', leaning)),
    effects = x,
    p = jsonlite::unbox(p),
    estimate = jsonlite::unbox(estimate),
    interval = if (k == 0) NULL else interval
  )
}

sets <- list()
for (n in 5:24) {
  for (at in seq_along(leanings)) {
    kind <- kinds[[(n + at) %% length(kinds) + 1]]
    sets <- c(sets, list(expected(n, kind, names(leanings)[[at]])))
  }
}
cat(jsonlite::toJSON(sets, digits = NA, null = 'null'), '\n', sep = '')

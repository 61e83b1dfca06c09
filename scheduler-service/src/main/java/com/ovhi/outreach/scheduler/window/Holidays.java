package com.ovhi.outreach.scheduler.window;

import java.time.LocalDate;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Federal holidays of any year and the further days of table {@code holidays}, which is kept in memory and read again
 * every ten minutes. Thread-safe.
 */
@Component
class Holidays implements Predicate<LocalDate> {

    private final FederalHolidays federal = new FederalHolidays();
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private volatile @Nullable Set<LocalDate> days;

    Holidays(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Override
    public boolean test(LocalDate day) {
        if (federal.test(day)) {
            return true;
        }
        var known = days;
        return (known == null ? reload() : known).contains(day);
    }

    @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT10M")
    Set<LocalDate> reload() {
        Set<LocalDate> read =
                transactions.execute(status -> jdbc
                        .sql("SELECT holiday FROM holidays")
                        .query((row, _) -> row.getObject("holiday", LocalDate.class))
                        .stream()
                        .collect(Collectors.toUnmodifiableSet()));
        days = read;
        return read;
    }
}

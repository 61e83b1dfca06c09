package com.ovhi.outreach.orchestrator.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.time.UtcTime;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What a patient got lately is told by an index alone. */
@ServiceTest(schema = "ovhi_orchestrator")
class ContactsIndexTests {

    private static final String INDEX = "idx_comm_jobs_contacts";

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    ContactsIndexTests(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Test
    void nothingIsFetchedFromTheMessagesThemselves() {
        var own = Contacts.LATELY.split("UNION ALL")[0].replace(
                "FROM comm_jobs job", "FROM comm_jobs job FORCE INDEX (" + INDEX + ")");

        var plan = transactions.execute(_ -> jdbc.sql("EXPLAIN " + own)
                .param("organizations", Set.of(1L))
                .param("patients", Set.of(1L, 2L, 3L))
                .param("from", UtcTime.of(SettableClock.START))
                .query()
                .listOfRows());

        // MariaDB says "Using index", MySQL 9 "Covering index".
        assertThat(String.valueOf(plan).toLowerCase(Locale.ROOT))
                .contains(INDEX)
                .containsPattern("using where; using index|covering index");
    }
}

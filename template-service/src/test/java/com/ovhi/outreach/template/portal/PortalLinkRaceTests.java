package com.ovhi.outreach.template.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Many want the same links at once. */
@ServiceTest(schema = "ovhi_template")
class PortalLinkRaceTests {

    private static final long ORGANIZATION = 81;

    private final PortalLinks links;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    PortalLinkRaceTests(PortalLinks links, JdbcClient jdbc, TransactionTemplate transactions) {
        this.links = links;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    @Test
    void letsSixtyFourThreadsUseEachOfAThousandLinksOnce() throws Exception {
        var tokens = IntStream.range(0, 1_000).mapToObj(n -> kept(9_000 + n)).toList();
        try (var threads = Executors.newFixedThreadPool(64)) {
            var attempts = IntStream.range(0, 64)
                    .<Callable<Integer>>mapToObj(thread -> () -> {
                        var used = 0;
                        for (var i = 0; i < tokens.size(); i++) {
                            var token = tokens.get((i + thread) % tokens.size());
                            used += links.redeem(ORGANIZATION, token, "portal", null)
                                            .isPresent()
                                    ? 1
                                    : 0;
                        }
                        return used;
                    })
                    .toList();
            var successes = threads.invokeAll(attempts).stream()
                    .mapToInt(each -> each.resultNow())
                    .sum();

            assertThat(successes).isEqualTo(1_000);
        }
        var used = transactions.execute(status -> jdbc.sql(
                        "SELECT COUNT(*) FROM portal_links WHERE organization_id = ? AND redeemed_at IS NOT NULL")
                .param(ORGANIZATION)
                .query(Long.class)
                .single());
        assertThat(used).isEqualTo(1_000);
    }

    private String kept(long patient) {
        var link = links.prepare(new LinkWish(ORGANIZATION, patient, Purpose.LAB_READY, "messages", "test", null));
        links.keep(link, new Viewer("test", true, null, null));
        return link.token().value();
    }
}

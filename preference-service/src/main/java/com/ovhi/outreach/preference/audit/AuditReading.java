package com.ovhi.outreach.preference.audit;

import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.preference.audit.chain.ChainedEntry;
import com.ovhi.outreach.preference.audit.chain.Verdict;
import com.ovhi.outreach.preference.audit.chain.Verification;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Looks into the log for compliance. That somebody looked is committed before anything leaves. */
@Component
class AuditReading {

    private static final int EXPORT_PAGE = 1_000;

    private final AuditLog log;
    private final AuditTrail trail;
    private final Verification verification;
    private final TransactionTemplate transactions;

    AuditReading(AuditLog log, AuditTrail trail, Verification verification, PlatformTransactionManager transactions) {
        this.log = log;
        this.trail = trail;
        this.verification = verification;
        this.transactions = new TransactionTemplate(transactions);
    }

    List<ChainedEntry> page(
            long organization, AuditQuery query, @Nullable AuditPosition after, int limit, Actor actor) {
        var found = transactions.execute(status -> {
            note(organization, query.patientId(), actor, query.details("audit"));
            return log.find(organization, query, after, limit);
        });
        return found == null ? List.of() : found;
    }

    /**
     * Hands over all entries that were recorded when it began, in the order of the chain and page by page, so that none
     * but the page at hand is in memory. Numbers are given without gaps and never again: what is recorded meanwhile, however
     * long ago it happened, neither appears nor shifts anything.
     */
    void export(long organization, AuditQuery query, Actor actor, Consumer<ChainedEntry> line) {
        var newest = transactions.execute(status -> {
            note(organization, query.patientId(), actor, query.details("audit-export"));
            return log.newest(organization);
        });
        var upTo = newest == null ? 0 : newest;
        var after = 0L;
        List<ChainedEntry> page;
        do {
            page = behind(organization, query, after, upTo);
            page.forEach(line);
            after = page.isEmpty() ? after : page.getLast().seq();
        } while (page.size() == EXPORT_PAGE);
    }

    /** @param chain whose entries are verified: those of the caller's organisation, or 0 */
    Verdict verify(@Nullable Long organization, long chain, Actor actor) {
        transactions.executeWithoutResult(status ->
                trail.record(organization, null, actor, AuditAction.ACCESS, Map.of("what", "audit-verification")));
        return verification.verify(chain);
    }

    private List<ChainedEntry> behind(long organization, AuditQuery query, long after, long upTo) {
        var page = transactions.execute(status -> log.between(organization, query, after, upTo, EXPORT_PAGE));
        return page == null ? List.of() : page;
    }

    private void note(long organization, @Nullable Long patientId, Actor actor, Map<String, String> details) {
        trail.record(organization, patientId, actor, AuditAction.ACCESS, details);
    }
}

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

    /** Hands over all entries, page by page, so that none but the page at hand is in memory. */
    void export(long organization, AuditQuery query, Actor actor, Consumer<ChainedEntry> line) {
        transactions.executeWithoutResult(
                status -> note(organization, query.patientId(), actor, query.details("audit-export")));
        AuditPosition after = null;
        List<ChainedEntry> page;
        do {
            page = behind(organization, query, after);
            page.forEach(line);
            after = page.isEmpty() ? after : AuditPosition.of(page.getLast());
        } while (page.size() == EXPORT_PAGE);
    }

    /** @param chain whose entries are verified: those of the caller's organisation, or 0 */
    Verdict verify(@Nullable Long organization, long chain, Actor actor) {
        transactions.executeWithoutResult(status ->
                trail.record(organization, null, actor, AuditAction.ACCESS, Map.of("what", "audit-verification")));
        return verification.verify(chain);
    }

    private List<ChainedEntry> behind(long organization, AuditQuery query, @Nullable AuditPosition after) {
        var page = transactions.execute(status -> log.find(organization, query, after, EXPORT_PAGE));
        return page == null ? List.of() : page;
    }

    private void note(long organization, @Nullable Long patientId, Actor actor, Map<String, String> details) {
        trail.record(organization, patientId, actor, AuditAction.ACCESS, details);
    }
}

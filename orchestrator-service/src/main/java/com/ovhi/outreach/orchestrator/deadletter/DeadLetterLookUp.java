package com.ovhi.outreach.orchestrator.deadletter;

import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.orchestrator.audit.Actor;
import com.ovhi.outreach.orchestrator.audit.AuditTrail;
import com.ovhi.outreach.orchestrator.deadletter.DeadLetters.Filter;
import com.ovhi.outreach.orchestrator.deadletter.DeadLetters.Item;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Shows items of an organisation; who looked at whose is audited. Thread-safe. */
@Service
class DeadLetterLookUp {

    private final DeadLetters items;
    private final AuditTrail audit;

    DeadLetterLookUp(DeadLetters items, AuditTrail audit) {
        this.items = items;
        this.audit = audit;
    }

    @Transactional
    public List<Item> page(long organizationId, String state, Filter filter, long after, int limit, Actor actor) {
        var page = items.page(organizationId, state, filter, after, limit);
        page.stream().map(Item::patientId).distinct().forEach(patient -> looked(organizationId, patient, actor));
        return page;
    }

    @Transactional
    public Optional<Item> find(long organizationId, long id, Actor actor) {
        var item = items.find(organizationId, id);
        item.ifPresent(found -> looked(organizationId, found.patientId(), actor));
        return item;
    }

    private void looked(long organizationId, String patientId, Actor actor) {
        audit.record(
                actor,
                AuditAction.ACCESS,
                organizationId,
                Long.parseLong(patientId),
                Map.of("resource", "dead-letters"));
    }
}

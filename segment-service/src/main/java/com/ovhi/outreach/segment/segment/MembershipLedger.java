package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.common.contract.SegmentMembershipChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.common.outbox.Outbox.Keyed;
import com.ovhi.outreach.segment.segment.Members.Membership;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Writes who entered and who left, and tells it once, with the same transaction. */
@Component
class MembershipLedger {

    private final Members members;
    private final Outbox outbox;
    private final Clock clock;
    private final MeterRegistry meters;

    MembershipLedger(Members members, Outbox outbox, Clock clock, MeterRegistry meters) {
        this.members = members;
        this.outbox = outbox;
        this.clock = clock;
        this.meters = meters;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void write(Moves moves) {
        moves.entering().forEach((segment, patients) -> members.enter(segment, patients, clock.instant()));
        moves.leaving().forEach(members::leave);
        tell(moves, moves.entering(), true);
        tell(moves, moves.leaving(), false);
    }

    private void tell(Moves moves, Map<Long, List<Long>> moved, boolean member) {
        var events = new ArrayList<Keyed>();
        moved.forEach((segment, patients) -> patients.forEach(
                each -> events.add(new Keyed(Long.toString(each), changed(moves.segment(segment), each, member)))));
        if (!events.isEmpty()) {
            outbox.publishAll(Topics.SEGMENT, events);
            var count = events.size();
            AfterCommit.run(() -> meters.counter("outreach.segment.membership", "change", member ? "entered" : "left")
                    .increment(count));
        }
    }

    private SegmentMembershipChanged changed(Membership segment, long patientId, boolean member) {
        return new SegmentMembershipChanged(
                segment.segmentId(),
                segment.segmentName(),
                segment.organizationId(),
                patientId,
                member,
                clock.instant());
    }
}

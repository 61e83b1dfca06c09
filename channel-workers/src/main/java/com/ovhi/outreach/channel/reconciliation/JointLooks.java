package com.ovhi.outreach.channel.reconciliation;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.Gateways;
import com.ovhi.outreach.channel.gateway.SentLookup;
import com.ovhi.outreach.channel.gateway.SentLookup.Findings;
import com.ovhi.outreach.channel.gateway.SentLookup.LookupFailed;
import com.ovhi.outreach.channel.gateway.SentLookup.Sought;
import com.ovhi.outreach.channel.intent.Looks.Due;
import com.ovhi.outreach.channel.intent.OutcomeRecorder;
import com.ovhi.outreach.channel.intent.ReconciliationProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Looks for outcomes at accounts that are asked for many attempts at once, each as often as it may be. Their lists are late, so
 * an attempt counts as missed only if the same answer has what was accepted after it.
 */
@Component
class JointLooks {

    private static final Logger log = LoggerFactory.getLogger(JointLooks.class);

    /** Parts of the time in which the attempts of a question fell, each with a witness of its own. */
    private static final int PARTS = 3;

    private final Claims claims;
    private final Conclusions conclusions;
    private final SealedContents contents;
    private final OutcomeRecorder spooled;
    private final ReconciliationProperties properties;
    private final Gateways gateways;
    private final ReentrantLock running = new ReentrantLock();

    JointLooks(
            Claims claims,
            Conclusions conclusions,
            SealedContents contents,
            OutcomeRecorder spooled,
            ReconciliationProperties properties,
            Gateways gateways) {
        this.claims = claims;
        this.conclusions = conclusions;
        this.contents = contents;
        this.spooled = spooled;
        this.properties = properties;
        this.gateways = gateways;
    }

    /**
     * Asks each account that may be asked now; what is due at the others waits without being taken, but no longer than if it had
     * been asked for in vain.
     */
    @Scheduled(fixedRateString = "${outreach.channel.reconciliation.interval:PT1S}")
    void run() {
        if (spooled.waiting() || !running.tryLock()) {
            return;
        }
        try {
            gateways.askedTogether().forEach((account, lookup) -> {
                if (lookup.ready()) {
                    look(account, lookup);
                } else if (lookup.turnsAway()) {
                    giveUp(account, lookup.most());
                }
            });
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("error", e.getClass().getSimpleName()).log("Joint looks will be tried again");
        } finally {
            running.unlock();
        }
    }

    private void look(Account account, SentLookup.Together lookup) {
        var sought = new LinkedHashMap<Sought, Due>();
        for (var due : claims.next(account, lookup.most())) {
            var intent = due.intent();
            contents.of(intent)
                    .ifPresentOrElse(
                            content -> sought.put(new Sought(intent.jobId(), intent.attempt(), content.address()), due),
                            () -> conclusions.review(intent));
        }
        if (!sought.isEmpty()) {
            ask(lookup, sought, claims.witnesses(times(sought.values(), properties.looks()), account));
        }
    }

    private void giveUp(Account account, int most) {
        for (var due = claims.outwaited(account, most); !due.isEmpty(); due = claims.outwaited(account, most)) {
            due.forEach(conclusions::review);
        }
    }

    private void ask(SentLookup.Together lookup, Map<Sought, Due> sought, Witnesses witnesses) {
        try {
            var findings = lookup.find(List.copyOf(sought.keySet()), witnesses.all());
            var reach = witnesses.reach(findings.shown());
            sought.forEach((each, due) -> conclude(each, due, findings, reach));
        } catch (LookupFailed e) {
            sought.values().forEach(due -> conclusions.failed(due.intent(), e));
        }
    }

    private void conclude(Sought sought, Due due, Findings findings, Instant reach) {
        var id = findings.accepted().get(sought);
        var intent = due.intent();
        if (id != null && !claims.isAnothers(id, intent)) {
            conclusions.found(intent, id);
        } else if (id == null && over(due, properties.looks()).isBefore(reach)) {
            conclusions.missed(intent);
        } else {
            conclusions.behind(intent);
        }
    }

    /**
     * The earliest and the latest time after which a witness is needed, and some between them. What is looked for early can only
     * be found: a time of it that is still to come would take the others one of their witnesses.
     */
    static List<Instant> times(Collection<Due> sought, List<Duration> looks) {
        var all = sought.stream()
                .filter(due -> due.intent().looks() + 1 >= looks.size())
                .map(due -> over(due, looks))
                .sorted()
                .toList();
        return all.isEmpty()
                ? List.of()
                : IntStream.rangeClosed(0, PARTS)
                        .mapToObj(part -> all.get(part * (all.size() - 1) / PARTS))
                        .distinct()
                        .toList();
    }

    /** When nothing of an attempt can be under way any more: until the last look a process that stood still may hand it over. */
    private static Instant over(Due due, List<Duration> looks) {
        return due.unknownAt().plus(looks.getLast());
    }
}

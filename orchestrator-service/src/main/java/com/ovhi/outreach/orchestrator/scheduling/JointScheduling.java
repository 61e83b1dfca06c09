package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.contract.api.PatientRef;
import com.ovhi.outreach.orchestrator.campaign.CampaignHolds;
import com.ovhi.outreach.orchestrator.campaign.CampaignRequest;
import com.ovhi.outreach.orchestrator.job.Contacts;
import com.ovhi.outreach.orchestrator.job.Contacts.History;
import com.ovhi.outreach.orchestrator.rules.SendRules;
import com.ovhi.outreach.orchestrator.scheduling.Openings.Opening;
import com.ovhi.outreach.orchestrator.scheduling.Openings.Order;
import com.ovhi.outreach.orchestrator.scheduling.Places.Place;
import com.ovhi.outreach.orchestrator.scheduling.Scheduling.Scheduled;
import com.ovhi.outreach.orchestrator.scheduling.Subjects.Held;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Carries decisions about different patients out in one transaction and a few statements, for those of them about which
 * there is nothing to be said: the same locks in the same order (campaigns, subjects, patients, slots), the same checks under them.
 * Thread-safe.
 */
@Service
class JointScheduling {

    private final Subjects subjects;
    private final Contacts contacts;
    private final Slots slots;
    private final Openings openings;
    private final CampaignHolds holds;

    JointScheduling(Subjects subjects, Contacts contacts, Slots slots, Openings openings, CampaignHolds holds) {
        this.subjects = subjects;
        this.contacts = contacts;
        this.slots = slots;
        this.openings = openings;
        this.holds = holds;
    }

    /**
     * Makes the jobs of decisions that {@link JointDecisions#admits}; no two of one patient.
     *
     * @return the jobs by request; of what is not among them nothing has been done, and it is to be carried out alone
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<UUID, Scheduled> carryOut(List<Order> orders) {
        requireDifferentPatients(orders);
        var campaigns = campaigns(orders);
        var held = holds.held(campaigns.values());
        var free = orders.stream()
                .filter(order -> !held.contains(order.ask().requestId()))
                .toList();
        var made = carryOut(free, subjects.hold(asks(free)), contacts::lock);
        campaigns.keySet().retainAll(made.keySet());
        holds.joined(campaigns.entrySet().stream()
                .collect(Collectors.toMap(
                        each -> Objects.requireNonNull(made.get(each.getKey())).jobId(), Map.Entry::getValue)));
        return made;
    }

    private static Map<UUID, CampaignRequest> campaigns(List<Order> orders) {
        var campaigns = new HashMap<UUID, CampaignRequest>();
        orders.forEach(
                order -> order.ask().inCampaign().ifPresent(request -> campaigns.put(request.requestId(), request)));
        return campaigns;
    }

    /**
     * Like {@link #carryOut}, but waits for nobody: whose visit or patient is held by somebody else is not among them, so
     * that a lock that is not given back holds up none but those that need it. Nor is what is asked for in the name of a
     * campaign, which may be about to be held.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<UUID, Scheduled> carryOutFree(List<Order> orders) {
        requireDifferentPatients(orders);
        var free = orders.stream()
                .filter(order -> order.ask().inCampaign().isEmpty())
                .toList();
        return carryOut(free, subjects.holdFree(asks(free)), contacts::lockFree);
    }

    private static List<Ask> asks(List<Order> orders) {
        return orders.stream().map(Order::ask).toList();
    }

    private Map<UUID, Scheduled> carryOut(
            List<Order> orders, Held held, BiFunction<Set<PatientRef>, Instant, Map<PatientRef, History>> lock) {
        var sound = orders.stream()
                .filter(order -> held.has(order.ask()))
                .filter(order -> subjects.objection(held.of(order.ask())).isEmpty())
                .toList();
        if (sound.isEmpty()) {
            return Map.of();
        }
        var roomy = withRoom(sound, lock).stream()
                .filter(order ->
                        !subjects.isBooked(order.ask(), order.decision().decidedAt()))
                .toList();
        var places = slots.take(roomy.stream().collect(Collectors.toMap(Order::ask, Order::jobId)));
        var opened = new ArrayList<Opening>();
        for (var order : roomy) {
            var slot = places.get(order.ask());
            if (slot != null) {
                opened.add(new Opening(
                        order, new Place(slot, null), held.of(order.ask()).version()));
            }
        }
        openings.open(opened);
        return opened.stream()
                .map(Opening::order)
                .collect(Collectors.toMap(
                        order -> order.ask().requestId(), order -> new Scheduled(order.jobId(), order.decision())));
    }

    private static void requireDifferentPatients(Collection<Order> orders) {
        if (orders.stream().map(order -> order.ask().patient()).distinct().count() < orders.size()) {
            throw new IllegalArgumentException("Two decisions about one patient do not know of each other");
        }
    }

    private static List<Order> withRoom(
            List<Order> orders, BiFunction<Set<PatientRef>, Instant, Map<PatientRef, History>> lock) {
        var patients = orders.stream().map(order -> order.ask().patient()).collect(Collectors.toUnmodifiableSet());
        var decidedAt = orders.getFirst().decision().decidedAt();
        var histories = lock.apply(patients, decidedAt);
        return orders.stream()
                .filter(order -> hasRoom(order, histories.get(order.ask().patient())))
                .toList();
    }

    private static boolean hasRoom(Order order, @Nullable History history) {
        return history != null
                && SendRules.ROOM
                        .judge(order.decision().facts().with(history.contacts()), null)
                        .allowed();
    }
}

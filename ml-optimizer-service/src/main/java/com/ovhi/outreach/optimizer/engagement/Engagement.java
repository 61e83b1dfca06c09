package com.ovhi.outreach.optimizer.engagement;

import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.SendTimeChosen;
import com.ovhi.outreach.common.time.IanaZones;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes note of what happens, some statements for all events of a poll, whatever their order and however often they come.
 * What follows for a patient is worked out by {@link Learning}, once for all that happened meanwhile.
 */
@Service
class Engagement {

    /** Habits change: what is older than this is forgotten. */
    static final Duration MEMORY = Duration.ofDays(180);

    private final Patients patients;
    private final EngagementLog log;
    private final LearningProperties properties;
    private final Clock clock;

    Engagement(Patients patients, EngagementLog log, LearningProperties properties, Clock clock) {
        this.patients = patients;
        this.log = log;
        this.properties = properties;
        this.clock = clock;
    }

    /** Whether a step of a job is evidence. Opens are none: mail programs make them by themselves. */
    static boolean matters(JobChanged job) {
        return switch (job.milestone()) {
            case SENT, CLICKED, REPLIED, BOUNCED, FAILED -> true;
            case SCHEDULED, PROCESSING, DELIVERED, OPENED, EXPIRED, CANCELLED, UNDER_REVIEW -> false;
        };
    }

    /**
     * Takes note of sends, answers and losses, from which is learned a while later: more of the same message often follows. What tells of
     * several patients is nobody's habit.
     */
    @Transactional
    void noteJobs(List<JobChanged> events) {
        var evidence = events.stream()
                .filter(each -> matters(each) && !Boolean.TRUE.equals(each.household()))
                .toList();
        if (evidence.isEmpty()) {
            return;
        }
        var organizations = new TreeMap<Long, Long>();
        evidence.forEach(each -> organizations.put(each.patientId(), each.organizationId()));
        // Patients before jobs, as learning locks them, or each might wait for the other.
        patients.learnFrom(organizations, clock.instant().plus(properties.settle()));
        log.note(evidence, clock.instant());
    }

    /** Takes note of who said STOP, as far as it is known who it was. Other ways to opt out are seen in preferences. */
    @Transactional
    void noteReplies(List<ReplyUnderstood> replies) {
        log.noteOptOuts(replies.stream().flatMap(OptOut::of).toList());
    }

    /** Takes note of how hours were drawn; a choice that nobody can have made is passed over. */
    @Transactional
    void noteSendTimes(List<SendTimeChosen> choices) {
        log.noteChoices(choices.stream().filter(Engagement::possible).toList(), clock.instant());
    }

    private static boolean possible(SendTimeChosen chosen) {
        var choice = chosen.choice();
        return choice.propensity() > 0
                && choice.propensity() <= 1
                && choice.candidates().contains(choice.hour())
                && choice.candidates().stream().distinct().count()
                        == choice.candidates().size()
                && choice.candidates().stream().allMatch(each -> each >= 0 && each <= 23)
                && (choice.weekends() == null
                        || choice.weekends().size() == choice.candidates().size());
    }

    /**
     * Takes note of where patients are, and of who took a permission back; an older state than the known one is passed over.
     * Only where a patient is changes what was learned, and consents change by the hundred thousand when a file of them is
     * imported.
     */
    @Transactional
    void notePreferences(List<PreferenceChanged> preferences) {
        var newest = PreferenceChanged.newest(preferences);
        var known = patients.lock(newest.values());
        var news = newest.values().stream()
                .filter(each -> each.version() > known(known, each).preferenceVersion())
                .toList();
        log.noteOptOuts(optOuts(preferences, known));
        patients.move(news.stream().map(Engagement::place).toList());
        var moved = new TreeMap<Long, Long>();
        news.stream()
                .filter(each -> hasMoved(known(known, each), place(each)))
                .forEach(each -> moved.put(each.patientId(), each.organizationId()));
        patients.learnFrom(moved, clock.instant());
    }

    /** Each state is compared with the one before, be it that both were told together: only one of them says why it differs. */
    private static List<OptOut> optOuts(List<PreferenceChanged> preferences, Map<Long, Patient> known) {
        var optOuts = new ArrayList<OptOut>();
        var told = new HashMap<Long, Permissions>();
        preferences.stream()
                .filter(each -> each.version() > known(known, each).preferenceVersion())
                .sorted(Comparator.comparingLong(PreferenceChanged::version))
                .forEach(each -> {
                    var earlier = told.put(each.patientId(), Permissions.of(each));
                    var before = earlier == null ? known(known, each).permissions() : earlier;
                    if (before != null && before.takenBack(each)) {
                        optOuts.add(OptOut.of(each));
                    }
                });
        return optOuts;
    }

    private static Patient known(Map<Long, Patient> known, PreferenceChanged preference) {
        return Objects.requireNonNull(known.get(preference.patientId()));
    }

    private static boolean hasMoved(Patient known, Place now) {
        return !Objects.equals(now.zone(), known.zone()) || now.organizationId() != known.organizationId();
    }

    private static Place place(PreferenceChanged preference) {
        return new Place(
                preference.patientId(),
                preference.organizationId(),
                onlyZone(preference.candidateZones()),
                preference.language(),
                Permissions.of(preference),
                preference.version());
    }

    private static @Nullable ZoneId onlyZone(List<String> candidates) {
        return candidates.size() == 1 ? IanaZones.find(candidates.getFirst()).orElse(null) : null;
    }

    /** Forgets a chunk of what is too old to learn from; whether there may be more. */
    @Transactional
    boolean forget() {
        return log.purge(clock.instant().minus(MEMORY));
    }
}

package com.ovhi.outreach.preference.consent;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.consent.ConsentHistory.Filter;
import com.ovhi.outreach.preference.consent.ConsentHistory.Line;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The proof of consent, and what it came to at any time. Looking is audited. */
@RestController
@RequestMapping("/api/v1/preferences/{patientId}")
@PreAuthorize("hasAnyAuthority('compliance','clinic-staff')")
class ConsentHistoryController {

    private static final int MAX_LIMIT = 500;

    private final ConsentHistory history;
    private final Clock clock;

    ConsentHistoryController(ConsentHistory history, Clock clock) {
        this.history = history;
        this.clock = clock;
    }

    @GetMapping("/consents")
    Page consents(
            @PathVariable long patientId,
            @RequestParam(required = false) @Nullable String channel,
            @RequestParam(name = "class", required = false) @Nullable String consentClass,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "100") int limit,
            Caller caller,
            HttpServletRequest http) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ProblemException.badRequest("invalid-limit", "'limit' must be between 1 and " + MAX_LIMIT);
        }
        var filter = new Filter(
                channel == null ? null : channelOf(channel),
                consentClass == null ? null : classOf(consentClass),
                after,
                limit);
        var lines = history.lines(patientId, caller.organization(), filter, Actor.of(caller, http));
        return new Page(
                lines.stream().map(Entry::of).toList(),
                lines.size() < limit ? null : lines.getLast().id());
    }

    @GetMapping("/consent")
    Answer consent(
            @PathVariable long patientId,
            @RequestParam String channel,
            @RequestParam(name = "class") String consentClass,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE_TIME) @Nullable
                    OffsetDateTime at,
            @RequestParam(name = "known_at", required = false)
                    @DateTimeFormat(iso = DateTimeFormat.ISO.DATE_TIME)
                    @Nullable
                    OffsetDateTime knownAt,
            Caller caller,
            HttpServletRequest http) {
        var instant = at == null ? clock.instant() : at.toInstant();
        var known = knownAt == null ? null : knownAt.toInstant();
        var asked = channelOf(channel);
        var about = classOf(consentClass);
        var found = history.consentAt(
                patientId, caller.organization(), asked, about, instant, known, Actor.of(caller, http));
        return Answer.of(patientId, caller.organization(), asked, about, instant, known, found);
    }

    private static Channel channelOf(String code) {
        try {
            return Channel.of(code);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("invalid-channel", "'channel' must be email, sms or whatsapp");
        }
    }

    private static ConsentClass classOf(String code) {
        try {
            return ConsentClass.valueOf(code.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(
                    "invalid-class", "'class' must be transactional, marketing or unencrypted");
        }
    }

    /**
     * One page.
     *
     * @param next what to give as {@code after} for the next page, null when this is the last
     */
    record Page(List<Entry> entries, @Nullable Long next) {}

    record Entry(
            @Nullable Long id,
            Channel channel,
            @JsonProperty("class") ConsentClass consentClass,
            @Nullable String addressHash,
            ConsentAction action,
            ConsentSource source,
            String actor,
            @Nullable String origin,
            @Nullable String evidenceRef,
            @Nullable String wordingVersion,
            @Nullable String wording,
            @Nullable String language,
            @Nullable String importId,
            Instant effectiveAt,
            @Nullable Instant recordedAt) {

        static Entry of(Line line) {
            return of(line.id(), line.entry(), line.wording(), line.importId(), line.recordedAt());
        }

        static Entry of(
                @Nullable Long id,
                ConsentEntry entry,
                @Nullable String wording,
                @Nullable String importId,
                @Nullable Instant recordedAt) {
            var evidence = entry.evidence();
            return new Entry(
                    id,
                    entry.channel(),
                    entry.consentClass(),
                    entry.addressHash(),
                    entry.action(),
                    entry.source(),
                    evidence.actor(),
                    evidence.origin(),
                    evidence.evidenceRef(),
                    evidence.wordingVersion(),
                    wording,
                    evidence.language(),
                    importId,
                    entry.effectiveAt(),
                    recordedAt);
        }
    }

    /** What held, and the line that decided it unless it belongs to another organisation. */
    record Answer(
            long patientId,
            long organizationId,
            Channel channel,
            @JsonProperty("class") ConsentClass consentClass,
            Instant at,
            @Nullable Instant knownAt,
            ConsentAt.State state,
            boolean permitted,
            String sentence,
            @Nullable Entry decidedBy) {

        static Answer of(
                long patientId,
                long organization,
                Channel channel,
                ConsentClass consentClass,
                Instant at,
                @Nullable Instant knownAt,
                ConsentAt found) {
            var decisive = found.decidedBy();
            return new Answer(
                    patientId,
                    organization,
                    channel,
                    consentClass,
                    at,
                    knownAt,
                    found.state(),
                    found.permitted(),
                    found.sentence(),
                    decisive == null || decisive.organizationId() != organization
                            ? null
                            : Entry.of(null, decisive, null, null, null));
        }
    }
}

package com.ovhi.outreach.template.whatsapp;

import com.ovhi.outreach.common.contract.TemplateStatusReported;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.Remembered;
import com.ovhi.outreach.template.audit.Trail;
import com.ovhi.outreach.template.wording.Wording;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Knows which WhatsApp templates may be sent. What Meta said last counts, however its reports arrive. */
@Service
public class WhatsAppApprovals {

    private static final Logger log = LoggerFactory.getLogger(WhatsAppApprovals.class);
    private static final String META = "meta";
    private static final int LONGEST_REASON = 100;

    private final Mappings mappings;
    private final Trail trail;
    private final Clock clock;
    private final TransactionTemplate reading;
    private final Remembered<Named, Mapping> known = new Remembered<>();

    WhatsAppApprovals(Mappings mappings, Trail trail, Clock clock, PlatformTransactionManager transactions) {
        this.mappings = mappings;
        this.trail = trail;
        this.clock = clock;
        reading = new TransactionTemplate(transactions);
        reading.setReadOnly(true);
    }

    /** Lets many texts be asked for, whose templates at Meta are looked up once. */
    public <T> T together(Supplier<T> asking) {
        return known.during(asking);
    }

    /**
     * Makes sure that a wording may be sent. Of other channels the database is not asked, not even for a transaction: that
     * would be a round trip for each message.
     *
     * @return for how many seconds Meta tries to deliver it; null when nobody has said so, and on other channels
     * @throws ProblemException 422 {@code whatsapp-template-not-approved} when Meta has not approved its template, or
     *     takes it for something else than what it is
     */
    public @Nullable Integer demandSendable(Wording wording) {
        var whatsapp = wording.whatsapp();
        if (whatsapp == null) {
            return null;
        }
        var current = known.of(
                new Named(whatsapp.name(), whatsapp.languageCode()),
                each -> Objects.requireNonNull(reading.execute(_ -> current(each.name(), each.languageCode()))));
        current.objection(wording.marketing()).ifPresent(state -> refuse(whatsapp, state));
        return current.ttlSeconds();
    }

    /**
     * Makes sure that an organisation's wording is what Meta knows under the name it gives: a name that another has taken
     * stands for what the other says.
     *
     * @throws ProblemException 422 {@code invalid-template}
     */
    @Transactional(readOnly = true)
    public void demandOwnName(long organization, Wording wording) {
        var whatsapp = wording.whatsapp();
        if (whatsapp != null && mappings.meansSomethingElse(organization, wording, whatsapp)) {
            throw ProblemException.unprocessable("invalid-template", "The template cannot be saved like this")
                    .with(
                            "errors",
                            List.of(Map.of(
                                    "field",
                                    "whatsapp.name",
                                    "message",
                                    "is another owner's template with another body or other parameters")));
        }
    }

    private static void refuse(Wording.WhatsApp whatsapp, String state) {
        throw ProblemException.unprocessable(
                        "whatsapp-template-not-approved", "Meta does not let us send this template now")
                .with("whatsapp_template", whatsapp.name())
                .with("language_code", whatsapp.languageCode())
                .with("state", state);
    }

    /** The mapping as it counts now, written down or assumed. */
    @Transactional(readOnly = true)
    Mapping current(String name, String languageCode) {
        return mappings.find(name, languageCode).orElseGet(() -> mappings.assumed(name, languageCode));
    }

    @Transactional(readOnly = true)
    List<Mapping> page(String afterName, String afterLanguage, @Nullable ApprovalState state, int limit) {
        return mappings.page(afterName, afterLanguage, state, limit);
    }

    /** Takes a report; one that is older than what is known changes nothing. */
    @Transactional
    void reported(TemplateStatusReported report) {
        var known = mappings.lock(report.name(), report.language())
                .orElseGet(() -> mappings.assumed(report.name(), report.language()));
        var updated = withCategory(withState(known, report), report);
        mappings.put(updated);
        if (known.state() != updated.state() || known.category() != updated.category()) {
            log.atWarn()
                    .addKeyValue("whatsapp_template", updated.name())
                    .addKeyValue("language_code", updated.languageCode())
                    .addKeyValue("state", updated.state().code())
                    .addKeyValue("category", updated.category().code())
                    .log("WhatsApp template judged by Meta");
        }
    }

    private static Mapping withState(Mapping known, TemplateStatusReported report) {
        var word = report.state();
        if (word == null || report.occurredAt().isBefore(known.stateAt())) {
            return known;
        }
        return new Mapping(
                known.name(),
                known.languageCode(),
                report.templateId() == null ? known.providerTemplateId() : report.templateId(),
                report.accountId() == null ? known.accountId() : report.accountId(),
                known.ttlSeconds(),
                known.category(),
                ApprovalState.ofMeta(word),
                shortened(report.reason()),
                report.occurredAt(),
                known.categoryAt(),
                META);
    }

    private static Mapping withCategory(Mapping known, TemplateStatusReported report) {
        var word = report.category();
        if (word == null || report.occurredAt().isBefore(known.categoryAt())) {
            return known;
        }
        return new Mapping(
                known.name(),
                known.languageCode(),
                known.providerTemplateId(),
                known.accountId(),
                known.ttlSeconds(),
                MetaCategory.ofMeta(word),
                known.state(),
                known.reason(),
                known.stateAt(),
                report.occurredAt(),
                META);
    }

    private static @Nullable String shortened(@Nullable String reason) {
        return reason == null || reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
    }

    /** Ops wrote down what Meta's own pages say; audited in the organisation of who did. */
    @Transactional
    Mapping noted(
            String name,
            String languageCode,
            @Nullable String providerTemplateId,
            @Nullable Integer ttlSeconds,
            MetaCategory category,
            ApprovalState state,
            Caller caller) {
        var known = mappings.lock(name, languageCode).orElseGet(() -> mappings.assumed(name, languageCode));
        Instant now = clock.instant();
        var noted = new Mapping(
                name,
                languageCode,
                providerTemplateId == null ? known.providerTemplateId() : providerTemplateId,
                known.accountId(),
                ttlSeconds == null ? known.ttlSeconds() : ttlSeconds,
                category,
                state,
                null,
                now,
                now,
                caller.subject());
        mappings.put(noted);
        trail.record(
                caller.organization(),
                null,
                caller.subject(),
                "whatsapp-approval-noted",
                Map.of(
                        "whatsapp_template", name,
                        "language_code", languageCode,
                        "state_before", known.state().code(),
                        "state", state.code(),
                        "category_before", known.category().code(),
                        "category", category.code()));
        return noted;
    }

    /** What tells a template at Meta apart. */
    private record Named(String name, String languageCode) {}
}

package com.ovhi.outreach.template.lifecycle;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.organization.OrganizationTerms;
import com.ovhi.outreach.template.smspreview.SmsPreview;
import com.ovhi.outreach.template.smspreview.SmsPreviews;
import com.ovhi.outreach.template.whatsapp.WhatsAppApprovals;
import com.ovhi.outreach.template.wording.CompiledWording;
import com.ovhi.outreach.template.wording.CompiledWording.Composition;
import com.ovhi.outreach.template.wording.Terms;
import com.ovhi.outreach.template.wording.WordingRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells what is wrong with a draft: first its wording, then its text with usual values. */
@Component
class Linting {

    private final OrganizationTerms terms;
    private final WhatsAppApprovals approvals;
    private final SmsPreviews previews;

    Linting(OrganizationTerms terms, WhatsAppApprovals approvals, SmsPreviews previews) {
        this.terms = terms;
        this.approvals = approvals;
        this.previews = previews;
    }

    /** Judges by what the organisation may say; an SMS is counted and priced for a country. */
    Report judge(long organization, Draft draft, @Nullable String country) {
        var agreed = terms.of(organization);
        return refusal(() -> WordingRules.check(draft.purpose(), draft.wording(), agreed))
                .or(() -> refusal(() -> approvals.demandOwnName(organization, draft.wording())))
                .or(() -> refusal(() -> sample(draft, agreed)))
                .map(Linting::report)
                .orElseGet(() -> good(draft, sample(draft, agreed), country));
    }

    private static Composition sample(Draft draft, Terms terms) {
        return CompiledWording.of(draft.purpose(), draft.wording()).preview(Map.of(), terms);
    }

    private Report good(Draft draft, Composition sample, @Nullable String country) {
        var sms = draft.channel() == Channel.SMS ? previews.of(sample.written(), country) : null;
        return new Report(true, null, List.of(), sample.segments(), sms);
    }

    private static Optional<ProblemException> refusal(Runnable check) {
        try {
            check.run();
            return Optional.empty();
        } catch (ProblemException e) {
            return Optional.of(e);
        }
    }

    private static Report report(ProblemException refusal) {
        var members = refusal.getBody().getProperties();
        var errors = members == null ? null : members.get("errors");
        var found = errors instanceof List<?> list
                ? List.<Object>copyOf(list)
                : List.<Object>of(members == null ? Map.of() : members);
        return new Report(false, refusal.slug(), found, 0, null);
    }

    /**
     * The verdict.
     *
     * @param code null when it is good
     * @param errors rule, field and what is wrong with it, as the refusal to save would name them
     * @param segments of an SMS with usual values; 0 on other channels
     * @param sms how it would travel with usual values and what that may cost; null on other channels and for a bad one
     */
    record Report(
            boolean good,
            @Nullable String code,
            List<Object> errors,
            int segments,
            @Nullable SmsPreview sms) {}
}

package com.ovhi.outreach.template.freetext;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.template.organization.OrganizationTerms;
import com.ovhi.outreach.template.wording.Terms;
import com.ovhi.outreach.template.wording.lint.Finding;
import com.ovhi.outreach.template.wording.lint.ForeignLinks;
import com.ovhi.outreach.template.wording.lint.Lint;
import com.ovhi.outreach.template.wording.lint.Strictness;
import com.ovhi.outreach.template.wording.variables.Capability;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Judges what staff write themselves by the rules of templates. Thread-safe. */
@Component
class FreeTextLint {

    /** The only variables that such a text may have; whoever sends it fills them in. */
    private static final Pattern OURS = Pattern.compile("\\{\\{clinic_(name|phone)}}");

    private static final Pattern BRACES = Pattern.compile("\\{\\{|}}");
    private static final Set<Capability> TIMES = Set.of(Capability.SMS_VISIT_TIME, Capability.SMS_PHI);

    private final OrganizationTerms terms;

    FreeTextLint(OrganizationTerms terms) {
        this.terms = terms;
    }

    Verdict judge(long organization, Channel channel, String text) {
        var agreed = terms.of(organization);
        var read = OURS.matcher(text).replaceAll(tag -> "~".repeat(tag.group().length()));
        var findings = Stream.of(
                        Lint.plain(read, strictness(channel, agreed), Set.of()).stream()
                                .map(Fault::of),
                        ForeignLinks.inText(read, agreed.portal().hosts()).stream()
                                .map(Fault::link),
                        BRACES.matcher(read).results().map(place -> Fault.variable(place.start(), place.end())))
                .flatMap(each -> each)
                .toList();
        return new Verdict(findings.isEmpty(), findings);
    }

    /** When a visit is may be said in SMS only, and only for who has agreed to it. */
    private static Strictness strictness(Channel channel, Terms agreed) {
        var mayTellTime =
                channel == Channel.SMS && agreed.capabilities().stream().anyMatch(TIMES::contains);
        return mayTellTime ? Strictness.BODY : Strictness.STRICTEST;
    }

    /** @param findings none for a good text */
    record Verdict(boolean good, List<Fault> findings) {}

    /**
     * What is wrong; never what was found there.
     *
     * @param from index of the first UTF-16 unit at fault
     * @param to index behind the last one
     * @param wayOut what to do instead
     */
    record Fault(String rule, int from, int to, String wayOut) {

        static Fault of(Finding finding) {
            var rule = finding.rule();
            return new Fault(rule.code(), finding.from(), finding.to(), rule.wayOut());
        }

        static Fault link(ForeignLinks.Place place) {
            return new Fault(
                    "foreign-link",
                    place.from(),
                    place.to(),
                    "Ask the patient to look into the portal, or have the host allowed in the suite's settings");
        }

        static Fault variable(int from, int to) {
            return new Fault(
                    "unknown-variable", from, to, "Only the variables clinic_name and clinic_phone can be used here");
        }
    }
}

package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.security.ServiceClients;
import com.ovhi.outreach.segment.campaign.Report.Finding;
import com.ovhi.outreach.segment.campaign.TemplateApi.Template;
import com.ovhi.outreach.segment.experiment.Variant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClientException;

/**
 * Looks for the texts that a campaign's steps would send, those of each variant among them. A template that is named is sent
 * as it is, in its own language and on its own channel; where none is, template-service chooses by language and channel.
 */
@Component
class StepTexts {

    /** template-service does not answer, so nobody knows whether there are texts. */
    static final String UNKNOWN = "templates-unknown";

    private static final int MANY = 200;
    private static final String FALLBACK_LANGUAGE = "en";

    private final TemplateApi templates;

    StepTexts(ServiceClients clients) {
        templates = clients.create(TemplateApi.class, "template-service");
    }

    /**
     * What is to be said of them. Asks template-service, so it is to be called outside of any transaction.
     *
     * @param languages those the audience speaks
     */
    List<Finding> look(long organizationId, Course course, Set<String> languages) {
        var look = new Look(organizationId, languages);
        for (var place = 0; place < course.steps().size(); place++) {
            try {
                look.at(course, place);
            } catch (RestClientException e) {
                look.findings.add(Finding.warning(UNKNOWN, place, "template-service does not answer"));
            }
        }
        return look.findings;
    }

    /** All ways in which a step is sent: as it says, and as each variant changes it. */
    private static Set<Way> ways(Course course, int place) {
        var step = course.steps().get(place);
        var ways = new LinkedHashSet<>(Set.of(new Way(step.purpose(), step.templateId(), step.allowed())));
        if (course.abVariants() != null) {
            course.abVariants().variants().stream()
                    .filter(each -> each.concerns(place))
                    .map(each -> way(step, each))
                    .forEach(ways::add);
        }
        return ways;
    }

    private static Way way(Step step, Variant variant) {
        return new Way(
                step.purpose(),
                variant.templateId() == null ? step.templateId() : variant.templateId(),
                variant.channel() == null ? step.allowed() : List.of(variant.channel()));
    }

    /**
     * How a step is sent.
     *
     * @param templateId null leaves it to template-service
     * @param channels the ones it may go out on; empty is all
     */
    private record Way(Purpose purpose, @Nullable Long templateId, List<Channel> channels) {

        boolean allows(Channel channel) {
            return channels.isEmpty() || channels.contains(channel);
        }

        String words() {
            return channels.isEmpty()
                    ? "its channels"
                    : String.join(", ", channels.stream().map(Channel::code).toList());
        }
    }

    /** One look at a campaign, which asks nothing twice. */
    private final class Look {

        private final long organizationId;
        private final Set<String> languages;
        private final Map<String, List<Template>> published = new HashMap<>();
        private final List<Finding> findings = new ArrayList<>();

        Look(long organizationId, Set<String> languages) {
            this.organizationId = organizationId;
            this.languages = languages;
        }

        void at(Course course, int place) {
            for (var way : ways(course, place)) {
                if (way.templateId() != null) {
                    named(way, way.templateId(), place);
                } else {
                    languages.forEach(language -> chosen(way, language, place));
                }
            }
        }

        private void named(Way way, long id, int place) {
            try {
                var template = templates.template(id, organizationId);
                if (!template.isActive() || template.purpose() != way.purpose()) {
                    findings.add(
                            Finding.error("unsuitable-template", place, "Its template is not in use for its purpose"));
                } else if (!way.allows(template.channel())) {
                    findings.add(Finding.error(
                            "unsuitable-template",
                            place,
                            "Its template is for " + template.channel().code() + ", and it is sent by " + way.words()));
                } else {
                    about(template, way, place);
                }
            } catch (HttpClientErrorException.NotFound e) {
                findings.add(Finding.error("unknown-template", place, "There is no such template"));
            }
        }

        /** Conditions may leave only those who understand it, so that is for people to judge. */
        private void about(Template template, Way way, int place) {
            var only = template.channel().code();
            if (way.channels().size() > 1) {
                findings.add(Finding.warning(
                        "channel-missing", place, "Its template is for " + only + ", so nobody gets it otherwise"));
            }
            languages.stream()
                    .filter(each -> !template.speaks(each))
                    .forEach(each -> findings.add(Finding.warning(
                            "language-missing",
                            place,
                            "Its template is in language " + template.language() + ", also for who speaks " + each)));
        }

        /** Who speaks another language gets the English text. */
        private void chosen(Way way, String language, int place) {
            if (has(way, language)) {
                return;
            }
            var text = "No published text for " + way.words() + " in language " + language;
            findings.add(
                    !language.equals(FALLBACK_LANGUAGE) && has(way, FALLBACK_LANGUAGE)
                            ? Finding.warning("language-missing", place, text)
                            : Finding.error("text-missing", place, text));
        }

        private boolean has(Way way, String language) {
            return published(way.purpose().code(), language).stream().anyMatch(each -> way.allows(each.channel()));
        }

        private List<Template> published(String purpose, String language) {
            return published.computeIfAbsent(
                    purpose + "/" + language,
                    _ -> templates
                            .published(organizationId, purpose, language, "published", MANY)
                            .items());
        }
    }
}

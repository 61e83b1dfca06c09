package com.ovhi.outreach.template.catalog;

import com.ovhi.outreach.common.contract.api.RenderedMessage.LanguageStep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds the template a patient understands best (RFC 4647 §3.4, lookup): the exact language tag, then the tag with its
 * last parts cut off one by one (es-MX, es), then the language the organisation falls back to, then English. Within a
 * language the provider's own goes before the organisation's, that before the one of the suite, and the newest before
 * older ones: to be understood is worth more than to be somebody's own.
 */
final class TemplateLookup {

    private static final String LAST_RESORT = "en";
    private static final Comparator<Template> PREFERENCE = Comparator.comparing(Template::level)
            .thenComparing(Comparator.comparing(Template::id).reversed());

    private TemplateLookup() {}

    /**
     * Looks.
     *
     * @param organizationDefault asked only when the patient's own language has none
     */
    static Optional<Found> best(
            List<Template> candidates, String language, Supplier<Optional<String>> organizationDefault) {
        return first(candidates, ownSteps(language)).or(() -> first(candidates, lastSteps(organizationDefault.get())));
    }

    private static Optional<Found> first(List<Template> candidates, Map<String, LanguageStep> steps) {
        return steps.entrySet().stream()
                .flatMap(step -> candidates.stream()
                        .filter(each -> each.wording().language().equalsIgnoreCase(step.getKey()))
                        .sorted(PREFERENCE)
                        .map(each -> new Found(each, step.getValue())))
                .findFirst();
    }

    private static Map<String, LanguageStep> ownSteps(String language) {
        var steps = new LinkedHashMap<String, LanguageStep>();
        chain(language).forEach(tag -> steps.put(tag, steps.isEmpty() ? LanguageStep.EXACT : LanguageStep.SHORTENED));
        return steps;
    }

    private static Map<String, LanguageStep> lastSteps(Optional<String> organizationDefault) {
        var steps = new LinkedHashMap<String, LanguageStep>();
        organizationDefault.ifPresent(
                language -> chain(language).forEach(tag -> steps.put(tag, LanguageStep.ORGANIZATION_DEFAULT)));
        steps.putIfAbsent(LAST_RESORT, LanguageStep.LAST_RESORT);
        return steps;
    }

    /** A tag and what is left of it when its last parts are cut off; empty when it is none. */
    static List<String> chain(String language) {
        var chain = new ArrayList<String>();
        var tag = Locale.forLanguageTag(language.replace('_', '-')).toLanguageTag();
        while (!tag.isEmpty() && !tag.equals("und")) {
            chain.add(tag);
            tag = tag.substring(0, Math.max(0, tag.lastIndexOf('-')));
        }
        return chain;
    }

    /** A template and the step that led to it. */
    record Found(Template template, LanguageStep step) {}
}

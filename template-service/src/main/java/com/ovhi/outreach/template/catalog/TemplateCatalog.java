package com.ovhi.outreach.template.catalog;

import com.ovhi.outreach.common.contract.api.RenderedMessage.LanguageStep;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.Remembered;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Finds templates. An organisation sees its own and the shared ones. */
@Service
public class TemplateCatalog {

    /** The variant that says nothing for which an agreement is needed. */
    private static final String NEUTRAL = "neutral";

    private final Templates templates;
    private final TemplateSettings settings;
    private final TransactionTemplate reading;
    private final Remembered<Wanted, Chosen> chosen = new Remembered<>();

    TemplateCatalog(Templates templates, TemplateSettings settings, PlatformTransactionManager transactions) {
        this.templates = templates;
        this.settings = settings;
        reading = new TransactionTemplate(transactions);
        reading.setReadOnly(true);
    }

    /**
     * The template to send.
     *
     * @throws ProblemException 404 {@code unknown-template} when there is none that is published and fits
     */
    public Chosen forSending(Wanted wanted) {
        return chosen.of(wanted, each -> Objects.requireNonNull(reading.execute(_ -> choose(each))));
    }

    /** Lets many texts be asked for: like ones are written from one template, chosen once. */
    public <T> T together(Supplier<T> asking) {
        return chosen.during(asking);
    }

    private Chosen choose(Wanted wanted) {
        var found = base(wanted).orElseThrow(TemplateCatalog::unknown);
        var variant = wanted.variant();
        var template = variant == null
                ? found.template()
                : templates
                        .variant(found.template().id(), variant)
                        .filter(each -> sayable(each, wanted))
                        .orElse(found.template());
        return new Chosen(template, found.step());
    }

    private Optional<TemplateLookup.Found> base(Wanted wanted) {
        var id = wanted.templateId();
        return id == null
                ? TemplateLookup.best(
                        sayable(wanted), wanted.language(), () -> settings.defaultLanguage(wanted.organizationId()))
                : templates
                        .find(wanted.organizationId(), id)
                        .filter(each -> each.active() && fits(each, wanted))
                        .map(each -> new TemplateLookup.Found(each, LanguageStep.TEMPLATE_ASKED_FOR));
    }

    /** A text that says more than is agreed to leaves its place to its neutral variant, if it has one. */
    private List<Template> sayable(Wanted wanted) {
        var bases =
                templates.candidates(wanted.organizationId(), wanted.providerId(), wanted.purpose(), wanted.channel());
        var tooTelling = bases.stream()
                .filter(each -> !sayable(each, wanted))
                .map(Template::id)
                .toList();
        return Stream.concat(bases.stream(), templates.variants(tooTelling, NEUTRAL).stream())
                .filter(each -> sayable(each, wanted))
                .toList();
    }

    private static boolean sayable(Template template, Wanted wanted) {
        return template.wording().sayableWith(wanted.capabilities());
    }

    /**
     * A version as it was published, whatever has become of it since.
     *
     * @throws ProblemException 404 {@code unknown-template} when it never was, or does not fit
     */
    @Transactional(readOnly = true)
    public Chosen pinned(Wanted wanted, long id, int version) {
        return templates
                .findPublished(wanted.organizationId(), id, version)
                .filter(each -> fits(each, wanted))
                .map(each -> new Chosen(each, LanguageStep.TEMPLATE_ASKED_FOR))
                .orElseThrow(TemplateCatalog::unknown);
    }

    private static boolean fits(Template template, Wanted wanted) {
        return template.purpose() == wanted.purpose() && template.wording().channel() == wanted.channel();
    }

    /**
     * A template with the version in force or else its first.
     *
     * @throws ProblemException 404 {@code unknown-template}
     */
    @Transactional(readOnly = true)
    public Template get(long organization, long id) {
        return templates.find(organization, id).orElseThrow(TemplateCatalog::unknown);
    }

    /**
     * A template with one of its versions, in whatever state but discarded.
     *
     * @throws ProblemException 404 {@code unknown-version}
     */
    @Transactional(readOnly = true)
    public Template version(long organization, long id, int version) {
        return templates
                .find(organization, id, version)
                .orElseThrow(
                        () -> ProblemException.notFound("unknown-version", "There is no such version of a template"));
    }

    @Transactional(readOnly = true)
    List<Template> page(long organization, Templates.Filter filter, long after, int limit) {
        return templates.page(organization, filter, after, limit);
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("unknown-template", "There is no such template for this purpose and channel");
    }

    /** A template and what decided for its language. */
    public record Chosen(Template template, LanguageStep step) {}
}

package com.ovhi.outreach.template.wording;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.common.web.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A wording ready to be filled with values. Immutable and thread-safe. */
public final class CompiledWording {

    static final int MAX_SEGMENTS = 4;

    private final Wording wording;
    private final @Nullable Phrase subject;
    private final Phrase body;
    private final @Nullable Phrase html;
    private final Set<String> needed = new TreeSet<>();

    private CompiledWording(Wording wording) {
        this.wording = wording;
        subject = wording.subject() == null ? null : compiled(Phrase.plain(wording.subject()));
        body = compiled(Phrase.plain(wording.body()));
        html = wording.html() == null ? null : compiled(Phrase.html(wording.html()));
        Stream.of(subject, body, html).filter(Objects::nonNull).forEach(each -> needed.addAll(each.names()));
        needed.addAll(
                wording.whatsapp() == null ? List.of() : wording.whatsapp().parameters());
    }

    /**
     * Compiles.
     *
     * @throws IllegalArgumentException when a text has a tag that is not a variable
     */
    public static CompiledWording of(Wording wording) {
        return new CompiledWording(wording);
    }

    private static Phrase compiled(Optional<Phrase> phrase) {
        return phrase.orElseThrow(() -> new IllegalArgumentException("A text has a tag that is not a variable"));
    }

    /**
     * Fills the wording with values given by a caller.
     *
     * @throws ProblemException 422 when a value is missing, undeclared or malformed, the text is too long or patient
     *     data was found in it
     */
    public Composition compose(Map<String, String> given) {
        return compose(Values.of(given, wording.variables()));
    }

    /** Like {@link #compose(Map)}, with usual values for what is not given. */
    public Composition preview(Map<String, String> given) {
        return compose(Values.samples(wording.variables()).overriddenBy(Values.of(given, wording.variables())));
    }

    private Composition compose(Values values) {
        var missing = values.missing(needed);
        if (!missing.isEmpty()) {
            throw ProblemException.unprocessable("missing-variable", "The template needs more variables")
                    .with("variables", missing);
        }
        var composition = fill(values);
        values.phi().or(() -> fill(values.forLint()).phi()).ifPresent(CompiledWording::refuse);
        if (composition.segments() > MAX_SEGMENTS) {
            throw ProblemException.unprocessable(
                    "message-too-long", "The SMS would take more than " + MAX_SEGMENTS + " segments");
        }
        return composition;
    }

    private Composition fill(Values values) {
        var text = body.with(values);
        return new Composition(
                subject == null ? null : subject.with(values),
                text,
                html == null ? null : html.with(values),
                parameters(values),
                wording.channel() == Channel.SMS ? SmsSegments.of(text).count() : 0);
    }

    private List<String> parameters(Values values) {
        var whatsapp = wording.whatsapp();
        return whatsapp == null
                ? List.of()
                : whatsapp.parameters().stream()
                        .map(name -> values.byName().getOrDefault(name, ""))
                        .toList();
    }

    private static void refuse(LintRule rule) {
        throw ProblemException.unprocessable("phi-in-channel", "The text holds what this channel must not carry")
                .with("rule", rule.code());
    }

    /**
     * One message. May hold PHI.
     *
     * @param parameters of the template at Meta, in order; empty on other channels
     * @param segments of an SMS; 0 on other channels
     */
    public record Composition(
            @Nullable String subject, String text, @Nullable String html, List<String> parameters, int segments) {

        /** The first rule that a reader would see broken. */
        Optional<LintRule> phi() {
            return Stream.of(
                            Optional.ofNullable(subject),
                            Optional.of(text),
                            Optional.ofNullable(html).map(PhiLint::withoutMarkup))
                    .flatMap(Optional::stream)
                    .flatMap(each -> PhiLint.judge(each).stream())
                    .findFirst();
        }

        @Override
        public String toString() {
            return "Composition[" + Masked.MASK + "]";
        }
    }
}

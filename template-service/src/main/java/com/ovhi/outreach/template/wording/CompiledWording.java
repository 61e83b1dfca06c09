package com.ovhi.outreach.template.wording;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.wording.lint.Lint;
import com.ovhi.outreach.template.wording.lint.Strictness;
import com.ovhi.outreach.template.wording.locale.Bidi;
import com.ovhi.outreach.template.wording.sms.SafeCharacters;
import com.ovhi.outreach.template.wording.variables.Sensitivity;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A wording ready to be filled with values. Thread-safe. */
public final class CompiledWording {

    static final int MAX_SEGMENTS = 4;
    private static final int REMEMBERED = 200;

    private final Wording wording;
    private final @Nullable Phrase subject;
    private final Phrase body;
    private final @Nullable Phrase html;
    private final Set<String> needed;
    private final Strictness strictness;
    private final boolean rightToLeft;

    /** With which masked values the text was found good; all that differs between most patients is masked. */
    private final Cache<Map<Variable, String>, Boolean> sound =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    private CompiledWording(Wording wording, boolean education) {
        this.wording = wording;
        strictness = PhiLint.strictness(education);
        rightToLeft = Bidi.rightToLeft(wording.language());
        subject = wording.subject() == null ? null : compiled(Phrase.plain(wording.subject()));
        body = compiled(Phrase.plain(wording.body()));
        html = wording.html() == null ? null : compiled(Phrase.html(wording.html()));
        needed = wording.said();
    }

    /**
     * Compiles.
     *
     * @throws IllegalArgumentException when a text has a tag that is not a variable
     */
    public static CompiledWording of(Wording wording) {
        return new CompiledWording(wording, wording.marketing());
    }

    /** Like {@link #of(Wording)}, judged by what the purpose may say. */
    public static CompiledWording of(Purpose purpose, Wording wording) {
        return new CompiledWording(wording, purpose.marketing());
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
        return compose(given, Terms.USUAL);
    }

    /** Like {@link #compose(Map)}, on the terms of this organisation and patient. */
    public Composition compose(Map<String, String> given, Terms terms) {
        return compose(new Gate(wording, terms).admit(Values.of(given, wording.variables(), terms.portal()), needed));
    }

    /** Like {@link #compose(Map)}, with usual values for what is not given. */
    public Composition preview(Map<String, String> given) {
        return preview(given, Terms.USUAL);
    }

    /** Like {@link #compose(Map, Terms)}, with usual values for what is not given. */
    public Composition preview(Map<String, String> given, Terms terms) {
        return compose(new Gate(wording, terms)
                .admitWithSamples(Values.of(given, wording.variables(), terms.portal()), needed));
    }

    /** What it discloses beyond the usual, which only some may send; a sender of it leaves an audit entry. */
    public Set<Sensitivity> disclosures() {
        var disclosures = EnumSet.noneOf(Sensitivity.class);
        needed.stream()
                .flatMap(name -> Variable.named(name).stream())
                .filter(variable -> !variable.allowedOn(wording.channel()))
                .forEach(variable -> disclosures.add(variable.sensitivity()));
        return disclosures;
    }

    private Composition compose(Permitted values) {
        lint(values);
        var shown = directed(values);
        lintOnce(shown.masked());
        var composition = fill(shown);
        if (composition.segments() > MAX_SEGMENTS) {
            throw ProblemException.unprocessable(
                            "message-too-long", "The SMS would take more than " + MAX_SEGMENTS + " segments")
                    .with("segments", composition.segments());
        }
        return composition;
    }

    /** Shields the direction of values in right-to-left text, unless that would make an SMS dearer. */
    private Permitted directed(Permitted values) {
        if (!rightToLeft) {
            return values;
        }
        var isolated = values.isolated();
        return wording.channel() == Channel.SMS && segments(isolated) > segments(values) ? values : isolated;
    }

    private int segments(Permitted values) {
        return SmsSegments.of(SafeCharacters.in(body.with(values))).count();
    }

    private Composition fill(Permitted values) {
        if (values.channel() != wording.channel()) {
            throw new IllegalArgumentException("The values were let through for another channel");
        }
        var sms = wording.channel() == Channel.SMS;
        var written = body.with(values);
        var text = sms ? SafeCharacters.in(written) : written;
        return new Composition(
                subject == null ? null : subject.with(values),
                text,
                html == null ? null : html.with(values),
                parameters(values),
                sms ? SmsSegments.of(text).count() : 0,
                written);
    }

    private List<String> parameters(Permitted values) {
        var whatsapp = wording.whatsapp();
        return whatsapp == null
                ? List.of()
                : whatsapp.parameters().stream()
                        .map(name -> values.byName().getOrDefault(name, ""))
                        .toList();
    }

    private void lint(Permitted values) {
        values.values()
                .forEach((variable, value) -> PhiLint.value(variable, value, strictness)
                        .ifPresent(finding -> {
                            throw Refusals.phi("variables." + variable.code(), finding);
                        }));
    }

    private void lintOnce(Permitted masked) {
        if (sound.getIfPresent(masked.values()) == null) {
            lint(fill(masked));
            sound.put(masked.values(), true);
        }
    }

    private void lint(Composition composition) {
        lint("subject", composition.subject(), Strictness.STRICTEST);
        lint("body", composition.text(), strictness);
        if (composition.html() != null) {
            Lint.html(composition.html(), strictness, Set.of()).stream()
                    .findFirst()
                    .ifPresent(finding -> {
                        throw Refusals.phi("html_body", finding);
                    });
        }
    }

    private static void lint(String part, @Nullable String text, Strictness strictness) {
        if (text != null) {
            Lint.plain(text, strictness, Set.of()).stream().findFirst().ifPresent(finding -> {
                throw Refusals.phi(part, finding);
            });
        }
    }

    /**
     * One message. May hold PHI.
     *
     * @param parameters of the template at Meta, in order; empty on other channels
     * @param segments of an SMS; 0 on other channels
     * @param written the text before characters of an SMS were replaced
     */
    public record Composition(
            @Nullable String subject,
            String text,
            @Nullable String html,
            List<String> parameters,
            int segments,
            String written) {

        @Override
        public String toString() {
            return "Composition[" + Masked.MASK + "]";
        }
    }
}

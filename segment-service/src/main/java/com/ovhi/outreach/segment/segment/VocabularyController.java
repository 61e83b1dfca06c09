package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.segment.rule.LeftOut;
import com.ovhi.outreach.segment.rule.Operator;
import com.ovhi.outreach.segment.rule.Rule;
import com.ovhi.outreach.segment.rule.Variable;
import com.ovhi.outreach.segment.rule.Variable.Parameter;
import com.ovhi.outreach.segment.rule.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The language of rules, for programs that help to write them. */
@RestController
class VocabularyController {

    @GetMapping("/api/v1/segments/vocabulary")
    @PreAuthorize("hasAnyAuthority('campaign-manager','clinic-staff')")
    Language vocabulary() {
        return new Language(
                Vocabulary.patients().variables().stream().map(VariableView::of).toList(),
                Arrays.stream(Operator.values())
                        .map(each -> new OperatorView(each.symbol(), each.words()))
                        .toList(),
                Arrays.stream(LeftOut.values())
                        .map(each -> new LeftOutView(each.symbol(), each.reason()))
                        .toList(),
                new Limits(Rule.MAX_DEPTH, Rule.MAX_NODES, Rule.MAX_TEXT, Rule.MAX_NUMBER));
    }

    /**
     * The language.
     *
     * @param leftOut operators of JsonLogic that it does not have
     */
    record Language(
            List<VariableView> variables, List<OperatorView> operators, List<LeftOutView> leftOut, Limits limits) {}

    /**
     * A variable.
     *
     * @param parameter what stands behind a dot after the name; null when nothing does
     * @param changesWithTime whether it may change with the date alone
     * @param values all it can be; empty when that is not fixed
     */
    record VariableView(
            String name,
            String family,
            String type,
            @Nullable ParameterView parameter,
            boolean changesWithTime,
            String words,
            List<String> values) {

        static VariableView of(Variable variable) {
            return new VariableView(
                    variable.name(),
                    variable.family().code(),
                    variable.type().code(),
                    ParameterView.of(variable.parameter()),
                    variable.timed(),
                    variable.words(),
                    variable.values());
        }
    }

    record ParameterView(String kind, String pattern, String words) {

        static @Nullable ParameterView of(Parameter parameter) {
            return parameter == Parameter.NONE
                    ? null
                    : new ParameterView(
                            parameter.name().toLowerCase(Locale.ROOT), parameter.pattern(), parameter.words());
        }
    }

    record OperatorView(String operator, String words) {}

    record LeftOutView(String operator, String reason) {}

    record Limits(int depth, int parts, int textLength, long number) {}
}

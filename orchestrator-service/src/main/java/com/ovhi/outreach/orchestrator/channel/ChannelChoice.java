package com.ovhi.outreach.orchestrator.channel;

import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.decision.Judgement;
import com.ovhi.outreach.orchestrator.projection.Organization;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds the channels a patient may be contacted on, best first, and says why not the others. Thread-safe. */
@Component
public class ChannelChoice {

    private final ChannelProperties properties;

    ChannelChoice(ChannelProperties properties) {
        this.properties = properties;
    }

    /**
     * Judges every channel.
     *
     * @param preferred tried first when it is allowed
     */
    public Choice choose(
            Purpose purpose, @Nullable Channel preferred, EffectivePreferences preferences, Organization organization) {
        var allowed = new ArrayList<Channel>();
        var judgements = new ArrayList<Judgement>();
        for (var channel : order(purpose, preferred)) {
            var candidate = new ChannelCandidate(
                    purpose, channel, preferences.channels().get(channel), organization);
            var objection = firstObjection(candidate);
            judgements.add(objection.orElseGet(() -> Judgement.allowed("channel", channel, null)));
            if (objection.isEmpty()) {
                allowed.add(channel);
            }
        }
        return new Choice(List.copyOf(allowed), List.copyOf(judgements));
    }

    private List<Channel> order(Purpose purpose, @Nullable Channel preferred) {
        var order = new LinkedHashSet<Channel>();
        if (preferred != null) {
            order.add(preferred);
        }
        order.addAll(properties.of(purpose));
        return List.copyOf(order);
    }

    private static Optional<Judgement> firstObjection(ChannelCandidate candidate) {
        return ChannelRule.ALL.stream()
                .flatMap(rule -> rule.objection(candidate).stream()
                        .map(reason -> Judgement.refused(rule.code(), candidate.channel(), reason)))
                .findFirst();
    }

    /** The allowed channels, best first, and what the rules said of each. */
    public record Choice(List<Channel> allowed, List<Judgement> judgements) {}
}

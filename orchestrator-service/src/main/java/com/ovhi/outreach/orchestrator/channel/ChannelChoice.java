package com.ovhi.outreach.orchestrator.channel;

import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.decision.Judgement;
import com.ovhi.outreach.orchestrator.projection.Organization;
import com.ovhi.outreach.orchestrator.rules.ChannelFacts;
import com.ovhi.outreach.orchestrator.rules.SendRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Finds the channels a patient may be contacted on, best first, and says why not the others. The order of a purpose
 * weighs cost against urgency; before it come the channel asked for and the learned one, after it those on which
 * messages do not arrive. Thread-safe.
 */
@Component
public class ChannelChoice {

    private final ChannelProperties properties;

    ChannelChoice(ChannelProperties properties) {
        this.properties = properties;
    }

    /** Judges every channel. */
    public Choice choose(
            Purpose purpose, Leaning leaning, EffectivePreferences preferences, Organization organization) {
        var allowed = new ArrayList<Channel>();
        var judgements = new ArrayList<Judgement>();
        for (var channel : order(purpose, leaning)) {
            var facts =
                    new ChannelFacts(purpose, channel, preferences.channels().get(channel), organization);
            var ruling = SendRules.CHANNEL.judge(facts, channel);
            judgements.addAll(ruling.judgements());
            if (ruling.allowed()) {
                allowed.add(channel);
            }
        }
        return new Choice(List.copyOf(allowed), List.copyOf(judgements));
    }

    private List<Channel> order(Purpose purpose, Leaning leaning) {
        var route = leaning.route();
        if (route != null) {
            return route;
        }
        var usual = properties.of(purpose);
        var order = new LinkedHashSet<Channel>();
        var preferred = leaning.preferred();
        if (preferred != null) {
            order.add(preferred);
        }
        var learned = leaning.learned();
        if (learned != null && usual.contains(learned) && !leaning.failing().contains(learned)) {
            order.add(learned);
        }
        usual.stream().sorted(Comparator.comparing(leaning.failing()::contains)).forEach(order::add);
        return List.copyOf(order);
    }

    /** The allowed channels, best first, and what the rules said of each. */
    public record Choice(List<Channel> allowed, List<Judgement> judgements) {

        /** Copies. */
        public Choice {
            allowed = List.copyOf(allowed);
            judgements = List.copyOf(judgements);
        }

        /** A channel and those left to fall back on after it. */
        public List<Channel> routeFrom(Channel channel) {
            return allowed.subList(allowed.indexOf(channel), allowed.size());
        }
    }
}

package com.ovhi.outreach.optimizer.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.optimizer.learning.Logistic;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChannelModelTests {

    private static final ChannelPrices FREE = new ChannelPrices(0, 0, 0);
    private static final ChannelModel MODEL = ChannelModel.defaults();

    @Test
    void expectsWhatStudiesFound() {
        var belief = MODEL.belief(false, List.of(), FREE);

        assertThat(belief.response(Channel.SMS)).isEqualTo(0.45, within(1e-6));
        assertThat(belief.response(Channel.WHATSAPP)).isEqualTo(0.50, within(1e-6));
        assertThat(belief.response(Channel.EMAIL)).isEqualTo(0.08, within(1e-6));
    }

    @Test
    void namesNoChannelWithoutEvidence() {
        assertThat(MODEL.belief(false, List.of(), FREE).choice()).isEmpty();
        assertThat(MODEL.belief(false, List.of(new ChannelCount(Channel.SMS, 3, 3)), FREE)
                        .choice())
                .isEmpty();
    }

    @Test
    void namesTheChannelAPatientAnswersOn() {
        var choice = MODEL.belief(
                        false,
                        List.of(
                                new ChannelCount(Channel.EMAIL, 10, 9),
                                new ChannelCount(Channel.SMS, 10, 1),
                                new ChannelCount(Channel.WHATSAPP, 10, 1)),
                        FREE)
                .choice();

        assertThat(choice).hasValueSatisfying(each -> {
            assertThat(each.channel()).isEqualTo(Channel.EMAIL);
            assertThat(each.confidence()).isBetween(0.8, 1.0);
        });
    }

    @Test
    void paysForReachAndPrice() {
        var belief = MODEL.belief(false, List.of(new ChannelCount(Channel.SMS, 50, 25)), new ChannelPrices(0, 0.4, 0));

        assertThat(belief.worth(Channel.SMS)).isEqualTo(belief.response(Channel.SMS) * 0.95 - 0.4, within(1e-9));
        assertThat(belief.best()).isEqualTo(Channel.WHATSAPP);
    }

    @Test
    void refusesWhatIsNoModel() {
        assertThatThrownBy(() -> new ChannelModel(Logistic.believed(List.of(1.0), List.of(1.0)), MODEL.reach()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ChannelModel(MODEL.answers(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ChannelCount(Channel.SMS, -1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ChannelPrices(1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}

package com.ovhi.outreach.simulators.patients;

import com.ovhi.outreach.simulators.behaviour.Behaviours;
import com.ovhi.outreach.simulators.world.Chance;
import com.ovhi.outreach.simulators.world.Provider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;

/** Decides what patients do. The same seed, address and job always lead to the same acts. */
@Component
public final class Patients {

    private final Behaviours behaviours;
    private final Chance chance;
    private final PatientProperties properties;
    private final Pace pace;

    Patients(Behaviours behaviours, Chance chance, PatientProperties properties) {
        this.behaviours = behaviours;
        this.chance = chance;
        this.properties = properties;
        this.pace = new Pace(properties.medianDelay(), properties.zone());
    }

    /** What becomes of a text message. */
    public Fate ofSms(Letter letter) {
        PatientProperties.Sms rates = properties.sms();
        if (silent(Provider.TWILIO)) {
            return Fate.SILENCE;
        }
        if (chance.happens(rates.unreachable(), "unreachable", "sms", letter.address())) {
            return Fate.lost(Fate.Delivery.UNREACHABLE);
        }
        RandomGenerator random = of("sms", letter);
        if (random.nextDouble() < rates.filtered()) {
            return Fate.lost(Fate.Delivery.FILTERED);
        }
        List<Act> acts = new ArrayList<>();
        if (random.nextDouble() < rates.optOut()) {
            acts.add(stops(letter, letter.arrived(), random));
        } else if (letter.asks() && random.nextDouble() < rates.reply()) {
            Instant when = pace.after(letter.arrived(), random);
            acts.add(new Act.Writes(when, Voice.answer(letter.spanish(), random)));
        }
        return new Fate(Fate.Delivery.ARRIVES, acts);
    }

    /** What becomes of a WhatsApp message. */
    public Fate ofWhatsApp(Letter letter) {
        PatientProperties.WhatsApp rates = properties.whatsapp();
        if (silent(Provider.WHATSAPP)) {
            return Fate.SILENCE;
        }
        if (chance.happens(rates.unreachable(), "unreachable", "whatsapp", letter.address())) {
            return Fate.lost(Fate.Delivery.UNREACHABLE);
        }
        RandomGenerator random = of("whatsapp", letter);
        List<Act> acts = new ArrayList<>();
        if (random.nextDouble() < rates.read()) {
            Instant read = pace.after(letter.arrived(), random);
            acts.add(new Act.Reads(read));
            if (random.nextDouble() < rates.optOut() / rates.read()) {
                acts.add(stops(letter, read, random));
            } else if (letter.asks() && random.nextDouble() < rates.reply() / rates.read()) {
                acts.add(answers(letter, read.plusSeconds(5 + random.nextInt(90)), random));
            }
        }
        return new Fate(Fate.Delivery.ARRIVES, acts);
    }

    /** What becomes of an e-mail. */
    public Fate ofEmail(Letter letter) {
        PatientProperties.Email rates = properties.email();
        if (silent(Provider.SENDGRID)) {
            return Fate.SILENCE;
        }
        if (chance.happens(rates.unreachable(), "unreachable", "email", letter.address())) {
            return Fate.lost(Fate.Delivery.UNREACHABLE);
        }
        RandomGenerator random = of("email", letter);
        if (random.nextDouble() < rates.filtered()) {
            return Fate.lost(Fate.Delivery.FILTERED);
        }
        List<Act> acts = new ArrayList<>();
        if (random.nextDouble() < rates.machineOpen()) {
            acts.add(new Act.MachineOpens(letter.arrived().plusSeconds(1 + random.nextInt(60))));
        }
        if (random.nextDouble() < rates.humanOpen()) {
            opened(letter, rates, random, acts);
        }
        return new Fate(Fate.Delivery.ARRIVES, acts);
    }

    private void opened(Letter letter, PatientProperties.Email rates, RandomGenerator random, List<Act> acts) {
        Instant opened = pace.after(letter.arrived(), random);
        acts.add(new Act.Reads(opened));
        if (!letter.link().isEmpty() && random.nextDouble() < rates.click() / rates.humanOpen()) {
            acts.add(new Act.Clicks(opened.plusSeconds(15 + random.nextInt(120))));
        }
        if (rates.reply() > 0 && letter.asks() && random.nextDouble() < rates.reply() / rates.humanOpen()) {
            acts.add(new Act.Writes(
                    opened.plusSeconds(30 + random.nextInt(180)), Voice.answer(letter.spanish(), random)));
        }
        double annoyed = random.nextDouble() * rates.humanOpen();
        if (annoyed < rates.complaint()) {
            acts.add(new Act.Complains(opened.plusSeconds(10 + random.nextInt(60))));
        } else if (annoyed < rates.complaint() + rates.optOut()) {
            acts.add(new Act.Unsubscribes(opened.plusSeconds(10 + random.nextInt(60))));
        }
    }

    private Act stops(Letter letter, Instant from, RandomGenerator random) {
        return new Act.Writes(pace.after(from, random), Voice.stop(letter.spanish(), random));
    }

    private static Act answers(Letter letter, Instant when, RandomGenerator random) {
        if (letter.buttons() == 0) {
            return new Act.Writes(when, Voice.answer(letter.spanish(), random));
        }
        int button = Voice.button(letter.buttons(), random);
        return new Act.Presses(when, button, Voice.label(button, letter.spanish()));
    }

    private boolean silent(Provider provider) {
        return !properties.enabled() || !behaviours.of(provider).patients();
    }

    private RandomGenerator of(String channel, Letter letter) {
        return chance.of("patient", channel, letter.address(), letter.job());
    }
}

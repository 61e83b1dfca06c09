package com.ovhi.outreach.simulators.patients;

import java.util.List;
import java.util.random.RandomGenerator;

/** What patients write. */
final class Voice {

    private static final List<String> CONFIRM = List.of("1", "1", "1", "YES", "Yes", "ok", "1.", "Yes, I'll be there");
    private static final List<String> CONFIRM_SPANISH = List.of("1", "1", "1", "sí", "SI", "Si, confirmo", "ok");
    private static final List<String> MOVE = List.of("2", "2", "2", "reschedule");
    private static final List<String> MOVE_SPANISH = List.of("2", "2", "2", "reprogramar");
    private static final List<String> DECLINE = List.of("3", "3", "can't make it");
    private static final List<String> DECLINE_SPANISH = List.of("3", "3", "no puedo ir");
    private static final List<String> THANKS = List.of("Thank you", "thanks!", "👍");
    private static final List<String> THANKS_SPANISH = List.of("gracias", "Muchas gracias");
    private static final List<String> STOP = List.of("STOP", "Stop", "Stop please");
    private static final List<String> STOP_SPANISH = List.of("STOP", "ALTO", "no me envíen más mensajes");
    private static final List<String> BUTTONS = List.of("Confirm", "Reschedule", "Can't come");
    private static final List<String> BUTTONS_SPANISH = List.of("Confirmar", "Reprogramar", "No puedo ir");

    private Voice() {}

    static String answer(boolean spanish, RandomGenerator random) {
        double mood = random.nextDouble();
        if (mood < 0.70) {
            return one(spanish ? CONFIRM_SPANISH : CONFIRM, random);
        }
        if (mood < 0.85) {
            return one(spanish ? MOVE_SPANISH : MOVE, random);
        }
        return mood < 0.95
                ? one(spanish ? DECLINE_SPANISH : DECLINE, random)
                : one(spanish ? THANKS_SPANISH : THANKS, random);
    }

    static String stop(boolean spanish, RandomGenerator random) {
        return one(spanish ? STOP_SPANISH : STOP, random);
    }

    /** Which of some answers is pressed; the first one mostly. */
    static int button(int count, RandomGenerator random) {
        double mood = random.nextDouble();
        int wanted = mood < 0.74 ? 0 : mood < 0.90 ? 1 : 2;
        return Math.min(wanted, count - 1);
    }

    static String label(int button, boolean spanish) {
        List<String> labels = spanish ? BUTTONS_SPANISH : BUTTONS;
        return labels.get(Math.min(button, labels.size() - 1));
    }

    private static String one(List<String> texts, RandomGenerator random) {
        return texts.get(random.nextInt(texts.size()));
    }
}

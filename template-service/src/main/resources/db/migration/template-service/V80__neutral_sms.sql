-- What is said of a visit by SMS where nobody has agreed that an SMS says when it is: that there is one. Variants of the suite's
-- confirmations and reminders, which take their place then; their wording is checked by SeededTemplatesTests.
INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Appointment confirmation, neutral (sms, en)', 'appt_confirm', 'sms', 'en',
    '{{clinic_name}} {{clinic_phone}}: you have a new visit with us. Reply 1 to confirm, 2 to reschedule, 3 if you can''t come. STOP to opt out',
    '["clinic_name", "clinic_phone"]', FALSE, 'template-service', id, 'neutral'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_confirm' AND channel = 'sms' AND language = 'en';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Appointment confirmation, neutral (sms, es)', 'appt_confirm', 'sms', 'es',
    '{{clinic_name}} {{clinic_phone}}: tiene una nueva cita con nosotros. Responda 1 para confirmar, 2 para cambiarla, 3 si no puede venir. STOP para no recibir mas',
    '["clinic_name", "clinic_phone"]', FALSE, 'template-service', id, 'neutral'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_confirm' AND channel = 'sms' AND language = 'es';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Appointment confirmation, neutral (sms, fr)', 'appt_confirm', 'sms', 'fr',
    '{{clinic_name}} {{clinic_phone}} : vous avez un nouveau rendez-vous chez nous. Répondez 1 pour confirmer, 2 pour reporter, 3 si vous ne pouvez pas venir. STOP pour ne plus recevoir de SMS',
    '["clinic_name", "clinic_phone"]', FALSE, 'template-service', id, 'neutral'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_confirm' AND channel = 'sms' AND language = 'fr';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Appointment confirmation, neutral (sms, pt)', 'appt_confirm', 'sms', 'pt',
    '{{clinic_name}} {{clinic_phone}}: voce tem uma nova consulta conosco. Responda 1 para confirmar, 2 para remarcar, 3 se nao puder vir. STOP para sair',
    '["clinic_name", "clinic_phone"]', FALSE, 'template-service', id, 'neutral'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_confirm' AND channel = 'sms' AND language = 'pt';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Appointment confirmation, neutral (sms, zh)', 'appt_confirm', 'sms', 'zh',
    '{{clinic_name}} {{clinic_phone}}：您有一个新预约。回复1确认，2改期，3不能来。回复STOP退订',
    '["clinic_name", "clinic_phone"]', FALSE, 'template-service', id, 'neutral'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_confirm' AND channel = 'sms' AND language = 'zh';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Appointment confirmation, neutral (sms, vi)', 'appt_confirm', 'sms', 'vi',
    '{{clinic_name}} {{clinic_phone}}: quý vị có một lịch hẹn mới. Trả lời 1 xác nhận, 2 đổi giờ, 3 không thể đến. STOP để ngừng',
    '["clinic_name", "clinic_phone"]', FALSE, 'template-service', id, 'neutral'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_confirm' AND channel = 'sms' AND language = 'vi';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Appointment confirmation, neutral (sms, ko)', 'appt_confirm', 'sms', 'ko',
    '{{clinic_name}} {{clinic_phone}}: 새 예약이 있습니다. 회신 1 확정, 2 변경, 3 못 감. 수신거부 STOP',
    '["clinic_name", "clinic_phone"]', FALSE, 'template-service', id, 'neutral'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_confirm' AND channel = 'sms' AND language = 'ko';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Appointment confirmation, neutral (sms, ru)', 'appt_confirm', 'sms', 'ru',
    '{{clinic_name}} {{clinic_phone}}: у вас новый визит. Ответьте 1 - приду, 2 - перенести, 3 - не приду. STOP - отписаться',
    '["clinic_name", "clinic_phone"]', FALSE, 'template-service', id, 'neutral'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_confirm' AND channel = 'sms' AND language = 'ru';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Appointment confirmation, neutral (sms, ar)', 'appt_confirm', 'sms', 'ar',
    '{{clinic_name}} {{clinic_phone}}: لديك موعد جديد لدينا. أرسل 1 للتأكيد، 2 لتغيير الموعد، 3 إذا تعذر الحضور. للإيقاف أرسل STOP',
    '["clinic_name", "clinic_phone"]', FALSE, 'template-service', id, 'neutral'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_confirm' AND channel = 'sms' AND language = 'ar';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Appointment confirmation, neutral (sms, tl)', 'appt_confirm', 'sms', 'tl',
    '{{clinic_name}} {{clinic_phone}}: may bago kang appointment sa amin. Sumagot ng 1 para kumpirmahin, 2 para ilipat, 3 kung hindi makakapunta. STOP para ihinto',
    '["clinic_name", "clinic_phone"]', FALSE, 'template-service', id, 'neutral'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_confirm' AND channel = 'sms' AND language = 'tl';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Appointment confirmation, neutral (sms, ht)', 'appt_confirm', 'sms', 'ht',
    '{{clinic_name}} {{clinic_phone}}: ou gen yon nouvo randevou avèk nou. Reponn 1 pou konfime, 2 pou chanje lè a, 3 si ou pa ka vini. STOP pou sispann',
    '["clinic_name", "clinic_phone"]', FALSE, 'template-service', id, 'neutral'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_confirm' AND channel = 'sms' AND language = 'ht';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Appointment reminder, neutral (sms, en)', 'appt_reminder', 'sms', 'en',
    '{{clinic_name}} {{clinic_phone}}: reminder of your visit with us. Reply 1 to confirm, 2 to reschedule, 3 if you can''t come. STOP to opt out',
    '["clinic_name", "clinic_phone"]', FALSE, 'template-service', id, 'neutral'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'sms' AND language = 'en';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Appointment reminder, neutral (sms, es)', 'appt_reminder', 'sms', 'es',
    '{{clinic_name}} {{clinic_phone}}: le recordamos su cita con nosotros. Responda 1 para confirmar, 2 para cambiarla, 3 si no puede venir. STOP para no recibir mas',
    '["clinic_name", "clinic_phone"]', FALSE, 'template-service', id, 'neutral'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'sms' AND language = 'es';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Appointment reminder, neutral (sms, fr)', 'appt_reminder', 'sms', 'fr',
    '{{clinic_name}} {{clinic_phone}} : rappel de votre rendez-vous chez nous. Répondez 1 pour confirmer, 2 pour reporter, 3 si vous ne pouvez pas venir. STOP pour ne plus recevoir de SMS',
    '["clinic_name", "clinic_phone"]', FALSE, 'template-service', id, 'neutral'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'sms' AND language = 'fr';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Appointment reminder, neutral (sms, pt)', 'appt_reminder', 'sms', 'pt',
    '{{clinic_name}} {{clinic_phone}}: lembrete da sua consulta conosco. Responda 1 para confirmar, 2 para remarcar, 3 se nao puder vir. STOP para sair',
    '["clinic_name", "clinic_phone"]', FALSE, 'template-service', id, 'neutral'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'sms' AND language = 'pt';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Appointment reminder, neutral (sms, zh)', 'appt_reminder', 'sms', 'zh',
    '{{clinic_name}} {{clinic_phone}}：提醒您有一个预约。回复1确认，2改期，3不能来。回复STOP退订',
    '["clinic_name", "clinic_phone"]', FALSE, 'template-service', id, 'neutral'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'sms' AND language = 'zh';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Appointment reminder, neutral (sms, vi)', 'appt_reminder', 'sms', 'vi',
    '{{clinic_name}} {{clinic_phone}}: nhắc quý vị về lịch hẹn sắp tới. Trả lời 1 xác nhận, 2 đổi giờ, 3 không thể đến. STOP để ngừng',
    '["clinic_name", "clinic_phone"]', FALSE, 'template-service', id, 'neutral'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'sms' AND language = 'vi';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Appointment reminder, neutral (sms, ko)', 'appt_reminder', 'sms', 'ko',
    '{{clinic_name}} {{clinic_phone}}: 예약을 알려 드립니다. 회신 1 확정, 2 변경, 3 못 감. 수신거부 STOP',
    '["clinic_name", "clinic_phone"]', FALSE, 'template-service', id, 'neutral'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'sms' AND language = 'ko';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Appointment reminder, neutral (sms, ru)', 'appt_reminder', 'sms', 'ru',
    '{{clinic_name}} {{clinic_phone}}: напоминаем о вашем визите. Ответьте 1 - приду, 2 - перенести, 3 - не приду. STOP - отписаться',
    '["clinic_name", "clinic_phone"]', FALSE, 'template-service', id, 'neutral'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'sms' AND language = 'ru';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Appointment reminder, neutral (sms, ar)', 'appt_reminder', 'sms', 'ar',
    '{{clinic_name}} {{clinic_phone}}: نذكرك بموعدك لدينا. أرسل 1 للتأكيد، 2 لتغيير الموعد، 3 إذا تعذر الحضور. للإيقاف أرسل STOP',
    '["clinic_name", "clinic_phone"]', FALSE, 'template-service', id, 'neutral'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'sms' AND language = 'ar';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Appointment reminder, neutral (sms, tl)', 'appt_reminder', 'sms', 'tl',
    '{{clinic_name}} {{clinic_phone}}: paalala tungkol sa iyong appointment sa amin. Sumagot ng 1 para kumpirmahin, 2 para ilipat, 3 kung hindi makakapunta. STOP para ihinto',
    '["clinic_name", "clinic_phone"]', FALSE, 'template-service', id, 'neutral'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'sms' AND language = 'tl';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Appointment reminder, neutral (sms, ht)', 'appt_reminder', 'sms', 'ht',
    '{{clinic_name}} {{clinic_phone}}: nou raple w randevou ou avèk nou. Reponn 1 pou konfime, 2 pou chanje lè a, 3 si ou pa ka vini. STOP pou sispann',
    '["clinic_name", "clinic_phone"]', FALSE, 'template-service', id, 'neutral'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'sms' AND language = 'ht';

INSERT INTO comm_template_versions (
    template_id, version, name, subject, body, html_body, variables,
    whatsapp_name, whatsapp_language, whatsapp_parameters, whatsapp_quick_replies, is_marketing, created_by)
SELECT id, version, name, subject, body, html_body, variables,
    whatsapp_name, whatsapp_language, whatsapp_parameters, whatsapp_quick_replies, is_marketing, updated_by
FROM comm_templates t
WHERE t.organization_id IS NULL
    AND t.variant = 'neutral'
    AND NOT EXISTS (SELECT 1 FROM comm_template_versions v WHERE v.template_id = t.id);

-- What is said by SMS to several patients who are reached at one telephone: the day of their visits, and nothing of who, when
-- or how many. It asks for no answer, since nobody could tell whose it would be. A variant of the suite's reminders; their
-- wording is checked by SeededTemplatesTests.
INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (sms, en)', 'appt_reminder', 'sms', 'en',
    '{{clinic_name}} {{clinic_phone}}: your household has visits with us on {{visit_date}}. Please call us for details. STOP to opt out',
    '["clinic_name", "clinic_phone", "visit_date"]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'sms' AND language = 'en';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (sms, es)', 'appt_reminder', 'sms', 'es',
    '{{clinic_name}} {{clinic_phone}}: en su hogar hay citas con nosotros el {{visit_date}}. Llamenos para saber los detalles. STOP para no recibir mas',
    '["clinic_name", "clinic_phone", "visit_date"]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'sms' AND language = 'es';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (sms, fr)', 'appt_reminder', 'sms', 'fr',
    '{{clinic_name}} {{clinic_phone}} : votre foyer a des rendez-vous chez nous le {{visit_date}}. Appelez-nous pour les détails. STOP pour ne plus recevoir de SMS',
    '["clinic_name", "clinic_phone", "visit_date"]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'sms' AND language = 'fr';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (sms, pt)', 'appt_reminder', 'sms', 'pt',
    '{{clinic_name}} {{clinic_phone}}: ha consultas para a sua casa em {{visit_date}}. Ligue para saber os detalhes. STOP para sair',
    '["clinic_name", "clinic_phone", "visit_date"]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'sms' AND language = 'pt';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (sms, zh)', 'appt_reminder', 'sms', 'zh',
    '{{clinic_name}} {{clinic_phone}}：您家在{{visit_date}}有预约。详情请来电。回复STOP退订',
    '["clinic_name", "clinic_phone", "visit_date"]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'sms' AND language = 'zh';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (sms, vi)', 'appt_reminder', 'sms', 'vi',
    '{{clinic_name}} {{clinic_phone}}: gia đình quý vị có hẹn vào {{visit_date}}. Vui lòng gọi để biết chi tiết. STOP để ngừng',
    '["clinic_name", "clinic_phone", "visit_date"]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'sms' AND language = 'vi';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (sms, ko)', 'appt_reminder', 'sms', 'ko',
    '{{clinic_name}} {{clinic_phone}}: {{visit_date}} 가족 예약이 있습니다. 자세한 내용은 전화 주세요. 수신거부 STOP',
    '["clinic_name", "clinic_phone", "visit_date"]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'sms' AND language = 'ko';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (sms, ru)', 'appt_reminder', 'sms', 'ru',
    '{{clinic_name}} {{clinic_phone}}: у вашей семьи есть визиты {{visit_date}}. Подробности по телефону. STOP - отписаться',
    '["clinic_name", "clinic_phone", "visit_date"]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'sms' AND language = 'ru';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (sms, ar)', 'appt_reminder', 'sms', 'ar',
    '{{clinic_name}} {{clinic_phone}}: لدى أسرتكم مواعيد لدينا {{visit_date}}. اتصلوا بنا لمعرفة التفاصيل. للإيقاف أرسل STOP',
    '["clinic_name", "clinic_phone", "visit_date"]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'sms' AND language = 'ar';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (sms, tl)', 'appt_reminder', 'sms', 'tl',
    '{{clinic_name}} {{clinic_phone}}: may mga appointment ang inyong pamilya sa {{visit_date}}. Tumawag para sa detalye. STOP para ihinto',
    '["clinic_name", "clinic_phone", "visit_date"]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'sms' AND language = 'tl';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (sms, ht)', 'appt_reminder', 'sms', 'ht',
    '{{clinic_name}} {{clinic_phone}}: fanmi ou gen randevou {{visit_date}}. Rele nou pou plis detay. STOP pou sispann',
    '["clinic_name", "clinic_phone", "visit_date"]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'sms' AND language = 'ht';

INSERT INTO comm_template_versions (
    template_id, version, name, subject, body, html_body, variables,
    whatsapp_name, whatsapp_language, whatsapp_parameters, whatsapp_quick_replies, is_marketing, created_by)
SELECT id, version, name, subject, body, html_body, variables,
    whatsapp_name, whatsapp_language, whatsapp_parameters, whatsapp_quick_replies, is_marketing, updated_by
FROM comm_templates t
WHERE t.organization_id IS NULL
    AND t.variant = 'household'
    AND NOT EXISTS (SELECT 1 FROM comm_template_versions v WHERE v.template_id = t.id);

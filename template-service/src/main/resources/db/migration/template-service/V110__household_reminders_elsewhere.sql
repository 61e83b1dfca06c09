-- What is said by e-mail and on WhatsApp to several patients who are reached at one address: that there are visits, and no day
-- either, as in all e-mails and WhatsApp messages of the suite. It asks for no answer. Their wording is checked by
-- SeededTemplatesTests. Meta has to approve the WhatsApp ones first; until then each patient gets a message of their own.
INSERT INTO comm_templates (
    name, purpose, channel, language, subject, body, html_body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (email, en)', 'appt_reminder', 'email', 'en', 'Reminder: appointments of your household',
    'This is a reminder that your household has upcoming appointments with {{clinic_name}}.\n\nPlease call {{clinic_phone}} for details.',
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Reminder: appointments of your household</title></head><body style="font-family: Arial, Helvetica, sans-serif; font-size: 16px; line-height: 1.5; color: #1a1a1a; background: #ffffff"><main><p>This is a reminder that your household has upcoming appointments with {{clinic_name}}.</p><p>Please call {{clinic_phone}} for details.</p></main></body></html>',
    '["clinic_name", "clinic_phone", "visit_date"]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'email' AND language = 'en';

INSERT INTO comm_templates (
    name, purpose, channel, language, subject, body, html_body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (email, es)', 'appt_reminder', 'email', 'es', 'Recordatorio: citas de su hogar',
    'Le recordamos que en su hogar hay próximas citas con {{clinic_name}}.\n\nPor favor llame al {{clinic_phone}} para saber los detalles.',
    '<!DOCTYPE html><html lang="es"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Recordatorio: citas de su hogar</title></head><body style="font-family: Arial, Helvetica, sans-serif; font-size: 16px; line-height: 1.5; color: #1a1a1a; background: #ffffff"><main><p>Le recordamos que en su hogar hay próximas citas con {{clinic_name}}.</p><p>Por favor llame al {{clinic_phone}} para saber los detalles.</p></main></body></html>',
    '["clinic_name", "clinic_phone", "visit_date"]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'email' AND language = 'es';

INSERT INTO comm_templates (
    name, purpose, channel, language, subject, body, html_body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (email, fr)', 'appt_reminder', 'email', 'fr', 'Rappel : les rendez-vous de votre foyer',
    'Nous vous rappelons que votre foyer a de prochains rendez-vous avec {{clinic_name}}.\n\nVeuillez appeler le {{clinic_phone}} pour en connaître les détails.',
    '<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Rappel : les rendez-vous de votre foyer</title></head><body style="font-family: Arial, Helvetica, sans-serif; font-size: 16px; line-height: 1.5; color: #1a1a1a; background: #ffffff"><main><p>Nous vous rappelons que votre foyer a de prochains rendez-vous avec {{clinic_name}}.</p><p>Veuillez appeler le {{clinic_phone}} pour en connaître les détails.</p></main></body></html>',
    '["clinic_name", "clinic_phone", "visit_date"]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'email' AND language = 'fr';

INSERT INTO comm_templates (
    name, purpose, channel, language, subject, body, html_body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (email, pt)', 'appt_reminder', 'email', 'pt', 'Lembrete: consultas da sua casa',
    'Lembramos que há próximas consultas para a sua casa com {{clinic_name}}.\n\nPor favor, ligue para {{clinic_phone}} para saber os detalhes.',
    '<!DOCTYPE html><html lang="pt"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Lembrete: consultas da sua casa</title></head><body style="font-family: Arial, Helvetica, sans-serif; font-size: 16px; line-height: 1.5; color: #1a1a1a; background: #ffffff"><main><p>Lembramos que há próximas consultas para a sua casa com {{clinic_name}}.</p><p>Por favor, ligue para {{clinic_phone}} para saber os detalhes.</p></main></body></html>',
    '["clinic_name", "clinic_phone", "visit_date"]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'email' AND language = 'pt';

INSERT INTO comm_templates (
    name, purpose, channel, language, subject, body, html_body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (email, zh)', 'appt_reminder', 'email', 'zh', '提醒：您家即将到来的预约',
    '提醒您，您家在{{clinic_name}}有即将到来的预约。\n\n详情请致电 {{clinic_phone}} 咨询我们。',
    '<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>提醒：您家即将到来的预约</title></head><body style="font-family: Arial, Helvetica, sans-serif; font-size: 16px; line-height: 1.5; color: #1a1a1a; background: #ffffff"><main><p>提醒您，您家在{{clinic_name}}有即将到来的预约。</p><p>详情请致电 {{clinic_phone}} 咨询我们。</p></main></body></html>',
    '["clinic_name", "clinic_phone", "visit_date"]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'email' AND language = 'zh';

INSERT INTO comm_templates (
    name, purpose, channel, language, subject, body, html_body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (email, vi)', 'appt_reminder', 'email', 'vi', 'Nhắc nhở: các cuộc hẹn sắp tới của gia đình',
    'Xin nhắc gia đình quý vị có các cuộc hẹn sắp tới với {{clinic_name}}.\n\nVui lòng gọi {{clinic_phone}} để biết chi tiết.',
    '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Nhắc nhở: các cuộc hẹn sắp tới của gia đình</title></head><body style="font-family: Arial, Helvetica, sans-serif; font-size: 16px; line-height: 1.5; color: #1a1a1a; background: #ffffff"><main><p>Xin nhắc gia đình quý vị có các cuộc hẹn sắp tới với {{clinic_name}}.</p><p>Vui lòng gọi {{clinic_phone}} để biết chi tiết.</p></main></body></html>',
    '["clinic_name", "clinic_phone", "visit_date"]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'email' AND language = 'vi';

INSERT INTO comm_templates (
    name, purpose, channel, language, subject, body, html_body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (email, ko)', 'appt_reminder', 'email', 'ko', '알림: 다가오는 가족 예약',
    '알림: {{clinic_name}}에 다가오는 가족 예약이 있습니다.\n\n자세한 내용은 {{clinic_phone}}번으로 전화해 주세요.',
    '<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>알림: 다가오는 가족 예약</title></head><body style="font-family: Arial, Helvetica, sans-serif; font-size: 16px; line-height: 1.5; color: #1a1a1a; background: #ffffff"><main><p>알림: {{clinic_name}}에 다가오는 가족 예약이 있습니다.</p><p>자세한 내용은 {{clinic_phone}}번으로 전화해 주세요.</p></main></body></html>',
    '["clinic_name", "clinic_phone", "visit_date"]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'email' AND language = 'ko';

INSERT INTO comm_templates (
    name, purpose, channel, language, subject, body, html_body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (email, ru)', 'appt_reminder', 'email', 'ru', 'Напоминание: предстоящие визиты вашей семьи',
    'Напоминаем о предстоящих визитах вашей семьи в {{clinic_name}}.\n\nПодробности можно узнать по телефону {{clinic_phone}} в рабочие часы.',
    '<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Напоминание: предстоящие визиты вашей семьи</title></head><body style="font-family: Arial, Helvetica, sans-serif; font-size: 16px; line-height: 1.5; color: #1a1a1a; background: #ffffff"><main><p>Напоминаем о предстоящих визитах вашей семьи в {{clinic_name}}.</p><p>Подробности можно узнать по телефону {{clinic_phone}} в рабочие часы.</p></main></body></html>',
    '["clinic_name", "clinic_phone", "visit_date"]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'email' AND language = 'ru';

INSERT INTO comm_templates (
    name, purpose, channel, language, subject, body, html_body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (email, ar)', 'appt_reminder', 'email', 'ar', 'تذكير: مواعيد أسرتكم القادمة',
    'نذكركم بأن لدى أسرتكم مواعيد قادمة لدى {{clinic_name}}.\n\nيرجى الاتصال على {{clinic_phone}} لمعرفة التفاصيل.',
    '<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>تذكير: مواعيد أسرتكم القادمة</title></head><body style="font-family: Arial, Helvetica, sans-serif; font-size: 16px; line-height: 1.5; color: #1a1a1a; background: #ffffff"><main><p>نذكركم بأن لدى أسرتكم مواعيد قادمة لدى {{clinic_name}}.</p><p>يرجى الاتصال على {{clinic_phone}} لمعرفة التفاصيل.</p></main></body></html>',
    '["clinic_name", "clinic_phone", "visit_date"]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'email' AND language = 'ar';

INSERT INTO comm_templates (
    name, purpose, channel, language, subject, body, html_body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (email, tl)', 'appt_reminder', 'email', 'tl', 'Paalala: mga nalalapit na appointment ng pamilya',
    'Paalala ito na may mga nalalapit na appointment ang inyong pamilya sa {{clinic_name}}.\n\nMangyaring tumawag sa {{clinic_phone}} para sa detalye.',
    '<!DOCTYPE html><html lang="tl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Paalala: mga nalalapit na appointment ng pamilya</title></head><body style="font-family: Arial, Helvetica, sans-serif; font-size: 16px; line-height: 1.5; color: #1a1a1a; background: #ffffff"><main><p>Paalala ito na may mga nalalapit na appointment ang inyong pamilya sa {{clinic_name}}.</p><p>Mangyaring tumawag sa {{clinic_phone}} para sa detalye.</p></main></body></html>',
    '["clinic_name", "clinic_phone", "visit_date"]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'email' AND language = 'tl';

INSERT INTO comm_templates (
    name, purpose, channel, language, subject, body, html_body, variables, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (email, ht)', 'appt_reminder', 'email', 'ht', 'Rapèl: randevou fanmi ou',
    'Sa a se yon rapèl ke fanmi ou gen randevou k ap vini ak {{clinic_name}}.\n\nTanpri rele {{clinic_phone}} pou plis detay.',
    '<!DOCTYPE html><html lang="ht"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Rapèl: randevou fanmi ou</title></head><body style="font-family: Arial, Helvetica, sans-serif; font-size: 16px; line-height: 1.5; color: #1a1a1a; background: #ffffff"><main><p>Sa a se yon rapèl ke fanmi ou gen randevou k ap vini ak {{clinic_name}}.</p><p>Tanpri rele {{clinic_phone}} pou plis detay.</p></main></body></html>',
    '["clinic_name", "clinic_phone", "visit_date"]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'email' AND language = 'ht';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, whatsapp_name, whatsapp_language, whatsapp_parameters,
    whatsapp_quick_replies, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (whatsapp, en)', 'appt_reminder', 'whatsapp', 'en',
    'This is a reminder that your household has upcoming appointments with {{clinic_name}}. Please call {{clinic_phone}} for details.',
    '["clinic_name", "clinic_phone", "visit_date"]', 'appt_reminder_household_v1', 'en_US', '["clinic_name", "clinic_phone"]',
    '[]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'whatsapp' AND language = 'en';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, whatsapp_name, whatsapp_language, whatsapp_parameters,
    whatsapp_quick_replies, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (whatsapp, es)', 'appt_reminder', 'whatsapp', 'es',
    'Le recordamos que en su hogar hay próximas citas con {{clinic_name}}. Por favor llame al {{clinic_phone}} para saber los detalles.',
    '["clinic_name", "clinic_phone", "visit_date"]', 'appt_reminder_household_v1', 'es', '["clinic_name", "clinic_phone"]',
    '[]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'whatsapp' AND language = 'es';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, whatsapp_name, whatsapp_language, whatsapp_parameters,
    whatsapp_quick_replies, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (whatsapp, fr)', 'appt_reminder', 'whatsapp', 'fr',
    'Nous vous rappelons que votre foyer a de prochains rendez-vous avec {{clinic_name}}. Veuillez appeler le {{clinic_phone}} pour en connaître les détails.',
    '["clinic_name", "clinic_phone", "visit_date"]', 'appt_reminder_household_v1', 'fr', '["clinic_name", "clinic_phone"]',
    '[]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'whatsapp' AND language = 'fr';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, whatsapp_name, whatsapp_language, whatsapp_parameters,
    whatsapp_quick_replies, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (whatsapp, pt)', 'appt_reminder', 'whatsapp', 'pt',
    'Lembramos que há próximas consultas para a sua casa com {{clinic_name}}. Por favor, ligue para {{clinic_phone}} para saber os detalhes.',
    '["clinic_name", "clinic_phone", "visit_date"]', 'appt_reminder_household_v1', 'pt_BR', '["clinic_name", "clinic_phone"]',
    '[]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'whatsapp' AND language = 'pt';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, whatsapp_name, whatsapp_language, whatsapp_parameters,
    whatsapp_quick_replies, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (whatsapp, zh)', 'appt_reminder', 'whatsapp', 'zh',
    '提醒您，您家在{{clinic_name}}有即将到来的预约。详情请致电 {{clinic_phone}} 咨询我们。',
    '["clinic_name", "clinic_phone", "visit_date"]', 'appt_reminder_household_v1', 'zh_CN', '["clinic_name", "clinic_phone"]',
    '[]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'whatsapp' AND language = 'zh';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, whatsapp_name, whatsapp_language, whatsapp_parameters,
    whatsapp_quick_replies, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (whatsapp, vi)', 'appt_reminder', 'whatsapp', 'vi',
    'Xin nhắc gia đình quý vị có các cuộc hẹn sắp tới với {{clinic_name}}. Vui lòng gọi {{clinic_phone}} để biết chi tiết.',
    '["clinic_name", "clinic_phone", "visit_date"]', 'appt_reminder_household_v1', 'vi', '["clinic_name", "clinic_phone"]',
    '[]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'whatsapp' AND language = 'vi';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, whatsapp_name, whatsapp_language, whatsapp_parameters,
    whatsapp_quick_replies, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (whatsapp, ko)', 'appt_reminder', 'whatsapp', 'ko',
    '알림: {{clinic_name}}에 다가오는 가족 예약이 있습니다. 자세한 내용은 {{clinic_phone}}번으로 전화해 주세요.',
    '["clinic_name", "clinic_phone", "visit_date"]', 'appt_reminder_household_v1', 'ko', '["clinic_name", "clinic_phone"]',
    '[]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'whatsapp' AND language = 'ko';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, whatsapp_name, whatsapp_language, whatsapp_parameters,
    whatsapp_quick_replies, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (whatsapp, ru)', 'appt_reminder', 'whatsapp', 'ru',
    'Напоминаем о предстоящих визитах вашей семьи в {{clinic_name}}. Подробности можно узнать по телефону {{clinic_phone}} в рабочие часы.',
    '["clinic_name", "clinic_phone", "visit_date"]', 'appt_reminder_household_v1', 'ru', '["clinic_name", "clinic_phone"]',
    '[]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'whatsapp' AND language = 'ru';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, whatsapp_name, whatsapp_language, whatsapp_parameters,
    whatsapp_quick_replies, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (whatsapp, ar)', 'appt_reminder', 'whatsapp', 'ar',
    'نذكركم بأن لدى أسرتكم مواعيد قادمة لدى {{clinic_name}}. يرجى الاتصال على {{clinic_phone}} لمعرفة التفاصيل.',
    '["clinic_name", "clinic_phone", "visit_date"]', 'appt_reminder_household_v1', 'ar', '["clinic_name", "clinic_phone"]',
    '[]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'whatsapp' AND language = 'ar';

INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, whatsapp_name, whatsapp_language, whatsapp_parameters,
    whatsapp_quick_replies, is_marketing, updated_by, variant_of, variant)
SELECT 'Household reminder (whatsapp, tl)', 'appt_reminder', 'whatsapp', 'tl',
    'Paalala ito na may mga nalalapit na appointment ang inyong pamilya sa {{clinic_name}}. Mangyaring tumawag sa {{clinic_phone}} para sa detalye.',
    '["clinic_name", "clinic_phone", "visit_date"]', 'appt_reminder_household_v1', 'fil', '["clinic_name", "clinic_phone"]',
    '[]', FALSE, 'template-service', id, 'household'
FROM comm_templates
WHERE organization_id IS NULL AND variant_of IS NULL AND purpose = 'appt_reminder' AND channel = 'whatsapp' AND language = 'tl';

INSERT INTO comm_template_versions (
    template_id, version, name, subject, body, html_body, variables,
    whatsapp_name, whatsapp_language, whatsapp_parameters, whatsapp_quick_replies, is_marketing, created_by)
SELECT id, version, name, subject, body, html_body, variables,
    whatsapp_name, whatsapp_language, whatsapp_parameters, whatsapp_quick_replies, is_marketing, updated_by
FROM comm_templates t
WHERE t.organization_id IS NULL
    AND t.variant = 'household'
    AND NOT EXISTS (SELECT 1 FROM comm_template_versions v WHERE v.template_id = t.id);

INSERT INTO whatsapp_mappings (name, language_code, category, state, state_at, category_at, updated_by)
SELECT DISTINCT whatsapp_name, whatsapp_language, 'utility', 'pending', '2020-01-01 00:00:00', '2020-01-01 00:00:00',
    'template-service'
FROM comm_templates
WHERE organization_id IS NULL AND whatsapp_name = 'appt_reminder_household_v1';

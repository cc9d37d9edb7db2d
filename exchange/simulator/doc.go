// Package simulator (имитатор внешних систем · сыртқы жүйелердің имитаторы) stands in for the state's other
// systems over real HTTP: ЕСБД, tax payments, border crossings, real-estate rights, persons with the contact base,
// and ИС «Миграционная полиция». It holds invented people only.
//
//	POST /esbd/policy  /tax/payment  /border/crossings  /property/rights  /person/person  /person/contact  /mp/agreement
//	POST /sms/messages         the gateway of SMS; ServeMail is everybody's mail server, over SMTP
//
//	GET  /simulator/           a page for people: traffic, switches, codes sent to phones, the police's decisions
//	GET  /simulator/codes      the codes sent to phones, the newest first; ?iin= narrows (JSON)
//	GET  /simulator/post       a page of what was sent to people: phones and mailboxes
//	GET  /simulator/texts      the SMS, the newest first; ?to= narrows (JSON)
//	GET  /simulator/letters    the mails, the newest first; ?to= narrows (JSON)
//	GET  /simulator/traffic    the last messages (JSON)
//	GET  /simulator/scenario   who holds what (JSON)
//	POST /simulator/scenario   add people, policies, payments, ... (YAML or JSON, the form of scenario/demo.yaml)
//	POST /simulator/switch     {"system","mode","delay","every"}: how a system behaves from now on
//	POST /simulator/police     {"passport","country","decision","reason"}: agree, object, or hold
//
// The modes are in fault.go. Every moment comes from the given clock; waits are real.
package simulator

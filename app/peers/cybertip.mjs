// A client of npm (cybertipline-tools, @civitai/cybertipline-tools) at a machine door: every kind of incident, the whole sequence, and
// what it meets after that. A line of JSON for each step. All that it says is made up.
// Usage: node cybertip.mjs PACKAGE URL USER PASSWORD
const [name, url, username, password] = process.argv.slice(2);
const { Client, Environment, FileRelevance, IncidentType, IPEventName } = await import(name);

// It knows two doors of the wire alone: its requests go to this one.
const real = globalThis.fetch;
globalThis.fetch = (to, options) => real(String(to).replace("https://exttest.cybertip.org/ispws", url), options);

const tell = (step, what) => process.stdout.write(JSON.stringify({ step, ...what }) + "\n");
const words = async (step, call) => tell(step, { words: await call.then(() => "", (fault) => fault.message) });
const when = new Date("2026-01-05T10:00:00Z");
const person = {
  firstName: "Fictional", lastName: "Person", age: 30, dateOfBirth: when,
  phone: [{ number: "+12025550177", type: "Mobile", verified: true, verificationDate: when, countryCallingCode: "+1" }],
  email: [{ email: "fictional@example.org", type: "Home", verified: false }],
  address: [{ address: "1 Fictional Street", city: "Fictional", zipCode: "00000", country: "DE", type: "Home" }],
};
const ip = { ipAddress: "192.0.2.7", eventName: IPEventName.Upload, dateTime: when, possibleProxy: true, port: 443 };
const device = { idType: "IMEI", idValue: "Fictional", eventName: "Login", dateTime: when };
const somebody = {
  espIdentifier: "fictional-1", espService: "Fictional", screenName: "fictional", displayName: ["Fictional"],
  profileUrl: ["https://example.org/b"], ipCaptureEvent: [ip, ip], deviceId: [device], priorCTReports: [5],
  estimatedLocation: { city: "Fictional", region: "Fictional", countryCode: "DE", verified: true, timestamp: when },
  additionalInfo: "Fictional.",
};
const report = (incidentType) => ({
  incidentSummary: {
    incidentType, escalateToHighPriority: "Fictional reason", incidentDateTime: when, incidentDateTimeDescription: "Fictional",
    reportAnnotations: { sextortion: true, spam: false },
  },
  incidentDetails: {
    webPageIncidents: [{ url: ["https://example.org/a"], additionalInfo: "Fictional", thirdPartyHostedContent: true }],
    emailIncidents: [{ emailAddress: [{ email: "fictional@example.org", type: "Home" }], content: "Fictional" }],
    newsgroupIncidents: [{ name: "fictional", content: "Fictional" }],
    chatImIncidents: [{ chatClient: "Fictional", chatRoomName: "Fictional", content: "Fictional" }],
    onlineGamingIncidents: [{ gameName: "Fictional", console: "Fictional" }],
    cellPhoneIncidents: [{ phoneNumber: { number: "+12025550177", type: "Mobile" }, latitude: 52.5, longitude: -13.4 }],
  },
  lawEnforcement: {
    agencyName: "Fictional", caseNumber: "F-1", officerContact: { firstName: "Fictional" }, reportedToLe: true,
    servedLegalProcessDomestic: false, servedLegalProcessInternational: { fleaCountry: "DE" },
  },
  reporter: { reportingPerson: { email: person.email, firstName: "Fictional" }, contactPerson: person, legalUrl: "https://example.org/l" },
  personOrUserReported: {
    personOrUserReportedPerson: person, ...somebody, vehicleDescription: "Fictional", thirdPartyUserReported: true,
    groupIdentifier: "fictional",
  },
  intendedRecipient: [{ intendedRecipientPerson: person, ...somebody, accountTemporarilyDisabled: { disabledDate: when } }],
  victim: [{ victimPerson: person, ...somebody, schoolName: "Fictional" }],
  additionalInfo: "Fictional.",
});

const client = new Client({ environment: Environment.Testing, credentials: { username, password } });
tell("status", { words: (await client.getStatus()).data.responseDescription });
let id;
for (const incident of Object.values(IncidentType)) {
  id = (await client.submitReport(report(incident))).data.reportId;
  tell("submit", { of: incident, report: id });
}
const least = { incidentSummary: { incidentType: IncidentType.OnlineEnticement, incidentDateTime: when }, reporter: { reportingPerson: {} } };
const another = (await client.submitReport(least)).data.reportId;
const { data } = await client.uploadFile({ id, file: new File(["Fictional bytes"], "one.jpg") });
tell("upload", { file: data.fileId, md5: data.hash });
await client.submitFileDetails({
  reportId: id, fileId: data.fileId, originalFileName: "one.jpg", locationOfFile: "https://example.org/f", fileViewedByEsp: true,
  exifViewedByEsp: false, publiclyAvailable: true, fileRelevance: FileRelevance.Reported, fileAnnotations: { viral: true, infant: false },
  industryClassification: "B2", originalFileHash: [{ hashType: "MD5", value: data.hash }], ipCaptureEvent: ip, deviceId: [device],
  details: [{ type: "EXIF", valuePair: [{ name: "Fictional", value: "Fictional" }] }], additionalInfo: ["Fictional"],
});
tell("details", {});
const done = (await client.finishReport({ id })).data;
tell("finish", { report: done.reportId, code: done.responseCode, files: [done.files.fileId] });
tell("finish twice", { code: (await client.finishReport({ id })).data.responseCode });
tell("retract", { code: (await client.cancelReport({ id: another })).data.responseCode });
tell("retract twice", { code: (await client.cancelReport({ id: another })).data.responseCode });
await words("upload to what is finished", client.uploadFile({ id, file: new File(["Fictional"], "late.jpg") }));
await words("finish no report", client.finishReport({ id: 1 }));
await words("nobody", new Client({ environment: Environment.Testing, credentials: { username, password: "wrong" } }).getStatus());

// Every line that ends in an error's number is wrong, and must be told so by that error; no other line may be.
import { SimpleSignInService, RequestStatus, type Link, type SSIEventRequest } from "the-original";

SimpleSignInService.getUserAndLinks(); // 2554
SimpleSignInService.getUserAndLinks(7); // 2345
SimpleSignInService.getUserAndLinks(null); // 2345
SimpleSignInService.getUserAndLinks("sample-video", { nonce: 7 }); // 2322
SimpleSignInService.getUserAndLinks("sample-video", { timeout: 7 }); // 2353
SimpleSignInService.linkUserAccount({ partnerUserId: "p" }); // 2345
SimpleSignInService.showLoginSelection("alice"); // 2345
SimpleSignInService.showLoginSelection([{ loginName: "alice" }]); // 2741
SimpleSignInService.recordMetricEvent({ ssiEvent: "LOGIN", epochTimestamp: "1" }); // 2322
SimpleSignInService.recordMetricEvent({ ssiEvent: "LOGIN_SUCCESS", epochTimestamp: 1 }); // 2322
SimpleSignInService.unlink("l"); // 2339
new SimpleSignInService("sample-video"); // 2554
RequestStatus.SUCCESSFUL = "SUCCESSFUL"; // 2540
RequestStatus.SPLENDID; // 2339
const sync: Link[] = SimpleSignInService.getUserAndLinks("sample-video"); // 2740
SimpleSignInService.getUserAndLinks("sample-video").then(({ links }) => links.length); // 18048
SimpleSignInService.getUserAndLinks("sample-video").then(({ requestStatus }) => requestStatus === "OK"); // 2367
const event: SSIEventRequest = { ssiEvent: "LOGIN_SUCCESS" }; // 2741
SimpleSignInService.recordMetricEvent({ ssiEvent: "LOGIN_SUCCESS", epochTimestamp: "1" });
export { sync, event };

/** The host's side in the browser: the official AppBridge around a frame that shows the board's page. */
import {
  AppBridge,
  type McpUiHostCapabilities,
  type McpUiHostContext,
  PostMessageTransport,
} from '@modelcontextprotocol/ext-apps/app-bridge';

/** What a test decides about the host and its page. */
export interface HostSetting {
  readonly context: McpUiHostContext;
  readonly capabilities: McpUiHostCapabilities;
  /** the URL of the board's page */
  readonly page: string;
  /** the host never answers anything */
  readonly isSilent: boolean;
  /** the results that lose their structured content: none, the first, or all */
  readonly drops: 'nothing' | 'first' | 'all';
  /**
   * what becomes of the call of show_board: its result is sent, or sent once the test says so, it is cancelled,
   * or the page hears nothing of it
   */
  readonly sends: 'result' | 'late' | 'cancelled' | 'nothing';
  readonly args: Readonly<Record<string, unknown>>;
}

type Result = Awaited<ReturnType<NonNullable<AppBridge['oncalltool']>>>;

/** What the test exposes to this page. */
declare global {
  interface Window {
    callTool: (name: string, args: unknown) => Promise<Result>;
    record: (what: string, detail: unknown) => void;
    host: { open: (setting: HostSetting) => void; bridge?: AppBridge; sendResult?: () => void };
  }
}

function open(setting: HostSetting): void {
  const { context, capabilities, drops } = setting;
  const frame = document.createElement('iframe');
  // The strictest sandbox that a host may use.
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.title = 'Board';
  document.body.replaceChildren(frame);
  const view = frame.contentWindow;
  if (!view || setting.isSilent) {
    frame.src = setting.page;
    return;
  }
  const bridge = new AppBridge(null, { name: 'test-host', version: '1.0.0' }, capabilities, {
    hostContext: context,
  });
  const handedOn = ({ structuredContent, ...result }: Result, isDropped: boolean): Result =>
    isDropped || structuredContent === undefined ? result : { ...result, structuredContent };
  bridge.oncalltool = async ({ name, arguments: args }) =>
    handedOn(await window.callTool(name, args), drops === 'all');
  bridge.onupdatemodelcontext = async (params) => {
    window.record('context', params);
    return {};
  };
  bridge.onmessage = async (params) => {
    window.record('message', params);
    return {};
  };
  bridge.onopenlink = async (params) => {
    window.record('link', params);
    return {};
  };
  bridge.onrequestdisplaymode = async ({ mode }) => {
    const modes = context.availableDisplayModes ?? [];
    const displayMode = modes.includes(mode) ? mode : 'inline';
    bridge.setHostContext({ ...context, displayMode });
    if (displayMode === 'fullscreen') frame.style.height = '100vh';
    return { mode: displayMode };
  };
  bridge.onsizechange = ({ height }) => {
    window.record('height', height);
    if (height !== undefined && context.containerDimensions === undefined) frame.style.height = `${height}px`;
  };
  const show = async () => {
    await bridge.sendToolInputPartial({ arguments: {} });
    await bridge.sendToolInput({ arguments: { ...setting.args } });
    if (setting.sends === 'cancelled') await bridge.sendToolCancelled({ reason: 'test' });
    if (setting.sends === 'late') await new Promise<void>((send) => (window.host.sendResult = send));
    if (setting.sends === 'result' || setting.sends === 'late')
      await bridge.sendToolResult(
        handedOn(await window.callTool('show_board', setting.args), drops !== 'nothing'),
      );
  };
  bridge.oninitialized = () => {
    window.record('initialized', bridge.getAppCapabilities());
    void show();
  };
  window.host.bridge = bridge;
  void bridge.connect(new PostMessageTransport(view, view)).then(() => {
    frame.src = setting.page;
  });
}

window.host = { open };

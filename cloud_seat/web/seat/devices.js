// Core: the devices of a booth in words: which, how it is, why.

const ROLES = {
  id_card: "身份证读卡器", smart_card: "社保卡读卡器", document_camera: "高拍仪", face_camera: "人像摄像头", scanner: "扫码器",
  receipt_printer: "小票机", document_printer: "A4 打印机", booth_board: "灯和柜门", storage: "晓屋硬盘", enrolment: "在中枢的登记",
};
const STATES = {
  ready: "正常", busy: "使用中", degraded: "可用，要留意", blocked: "要有人处理", offline: "没有回应", absent: "没有接上",
  error: "故障", opening: "正在启动", closed: "未启用",
};
const REASONS = {
  storage_low: "快满了", storage_short: "没多少地方，停办要拍材料的新事项", storage_full: "满了，停止拍材料",
  paper_out: "没有纸", paper_near_end: "纸快用完", cover_open: "盖子没关", cutter_jam: "切刀卡住", too_hot: "过热，稍等",
  not_authorised: "未授权", printer_error: "打印机故障", printer_offline: "没有回应", self_test_failed: "自检没通过",
  paper_jam: "卡纸", toner_low: "墨粉快用完", toner_empty: "没有墨粉", waste_full: "废粉盒满", waste_nearly_full: "废粉盒快满",
  output_full: "出纸盒满", output_nearly_full: "出纸盒快满", printer_stopped: "打印机停机", stray_job: "有旧作业未清", no_pdf: "不能直接打印文件",
  queue_offline: "打印队列没有回应", queue_raw: "打印队列没配好", queue_stopped: "打印队列停了", reader_failed: "读卡器故障",
  gateway_failed: "读卡模块故障", not_permitted: "读卡未获授权", bad_command: "读卡器不支持", other_reader: "换了一台读卡器",
  card_in_use: "被别的程序占用", door_open: "柜门开着", no_answer: "没有回应", not_plugged_in: "没有接上",
  unplugged: "被拔掉了", cut: "连接断了", refused: "连不上", unreachable: "连不上", port_taken: "被别的程序占用", reader_hangs: "读卡器卡住",
  no_reader: "没有接上", service_down: "读卡服务没有运行", frozen: "画面不动", not_accepting_jobs: "不接新的打印", timeout: "没有回应", hub_refuses: "要重新登记",
};
const SIGNS = { ready: "●", busy: "●", degraded: "◆", opening: "…", closed: "–" };

/** Why it is so, else how it is. Codes that only maintenance understands are not shown. */
export const deviceWords = (state, reasons = []) =>
  [...new Set(reasons.map((code) => REASONS[code]).filter(Boolean))].join("、") || STATES[state] || "要有人看看";

/** Of what a booth reports, {devices, reasons}: a line a device, {sign, role, words}. */
export const deviceLines = ({ devices = {}, reasons = {} }) =>
  Object.entries(devices).map(([role, state]) => ({ sign: SIGNS[state] || "▲", role: ROLES[role] || "别的设备", words: deviceWords(state, reasons[role]) }));
